import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { projectRegions } from '../../../src/convert/engine/engine';

let catalogue: Catalogue;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
});

const compose = `x-common: &eu-common
  LOG: debug
x-eu: &eu
  AWS_REGION: eu-west-1
services:
  api:
    build: ./api
    environment:
      <<: *eu
  worker:
    build:
      context: ./worker
    environment:
      - AWS_REGION=us-east-1
`;

describe('what a Compose file builds', () => {
	it.each([
		['line feeds', compose],
		['the line ends of Windows', compose.replaceAll('\n', '\r\n')],
	])('has a Region for each service, also through an anchor, with %s', (_name, text) => {
		const { builds } = projectRegions('docker-compose.yml', text, catalogue, undefined, () => undefined);
		expect(builds?.map(({ path, region }) => [path, region])).toEqual([
			['api', 'eu-west-1'],
			['worker', 'us-east-1'],
		]);
	});
});
