import { beforeAll, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import { applyEdits } from '../../../src/convert/cli/textFile';
import { analyse, findingText, type Judgement, reasonText } from '../../../src/convert/engine/engine';
import { outerEvidence } from '../../../src/convert/scan/projectEvidence';

let catalogue: Catalogue;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
});

interface Extra {
	region?: string;
	allowedRegionSets?: string[];
	preferredProfiles?: string[];
	languageId?: string;
}

function judge(path: string, text: string, extra: Extra = {}): readonly Judgement[] {
	return analyse({
		path,
		text,
		catalogue,
		languageId: extra.languageId,
		allowedRegionSets: extra.allowedRegionSets,
		preferredProfiles: extra.preferredProfiles,
		outerRegionEvidence: extra.region ? [{ source: 'setting', regions: [extra.region] }] : [],
		today: '2026-11-22',
	});
}

function convert(path: string, text: string, extra: Extra = {}): string {
	const judgements = judge(path, text, extra);
	return applyEdits(
		text,
		judgements.flatMap(({ edits }) => edits),
	);
}

const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

describe('a model ID and the region of its client', () => {
	it.each([
		[
			'a.py',
			`r = "us-east-1 region"\nc = boto3.client("bedrock-runtime", region_name="us-west-2")\nc.converse(modelId="${sonnet}")`,
			'us',
		],
		[
			'a.py',
			`region_name = "eu-west-1"\nm = "${sonnet}"\nc = boto3.client("x", region_name=region_name)\nc.converse(modelId=m)`,
			'eu',
		],
		[
			'a.ts',
			`const c = new BedrockRuntimeClient({ region: 'ap-southeast-2' });\nc.send(new X({ modelId: '${sonnet}' }));`,
			'au',
		],
		[
			'A.java',
			`var c = BedrockRuntimeClient.builder()\n  .region(Region.EU_CENTRAL_1)\n  .build();\nc.converse(b -> b.modelId("${sonnet}"));`,
			'eu',
		],
		[
			'A.cs',
			`var c = new AmazonBedrockRuntimeClient(RegionEndpoint.USEast1);\nc.ConverseAsync(new() { ModelId = "${sonnet}" });`,
			'us',
		],
		[
			'a.tf',
			`provider "aws" {\n  region = "ap-northeast-3"\n}\nresource "x" "y" {\n  foundation_model = "${sonnet}"\n}`,
			'jp',
		],
		['.env', `AWS_REGION=us-gov-west-1\nMODEL_ID=${sonnet}\n`, 'us-gov'],
		['a.yaml', `region: ca-central-1\nmodelId: ${sonnet}\n`, 'us'],
		['a.sh', `aws bedrock-runtime converse --region eu-west-3 --model-id ${sonnet}`, 'eu'],
	])('%s %#: %s → %s', (path, text, regionSet) => {
		expect(convert(path, text)).toBe(text.replace(sonnet, `${regionSet}.${sonnet}`));
	});

	it('is told apart when a file has two clients', () => {
		const text = [
			'us = boto3.client("bedrock-runtime", region_name="us-east-1")',
			'eu = boto3.client("bedrock-runtime", region_name="eu-west-1")',
			`us.converse(modelId="${sonnet}")`,
			`eu.converse(modelId="${sonnet}")`,
		].join('\n');
		expect(judge('a.py', text).map(({ candidates }) => candidates[0]?.profileId)).toEqual([
			`us.${sonnet}`,
			`eu.${sonnet}`,
		]);
	});

	it('is left to the user when the file contradicts itself', () => {
		const [judgement] = judge('a.py', `a_region = "us-east-1"\nb_region = "eu-west-1"\nMODEL = "${sonnet}"`);
		expect(judgement?.decision).toBe('leave');
		expect(judgement?.reason).toMatchObject({
			code: 'regionConflict',
			evidence: { regions: ['us-east-1', 'eu-west-1'] },
		});
		expect(judgement?.candidates.map(({ profileId }) => profileId)).toContain(`eu.${sonnet}`);
	});

	it('is left to the user when the project contradicts itself, and what was chosen elsewhere is a suggestion', () => {
		const outer = (region: string): Judgement | undefined =>
			analyse({
				path: 'a.py',
				text: `MODEL = "${sonnet}"`,
				catalogue,
				outerRegionEvidence: outerEvidence({ source: 'project', regions: ['eu-west-1', 'ap-southeast-2'] }, [
					{ source: 'sidebar', regions: [region] },
				]),
				today: '2026-11-22',
			})[0];
		const suggested = outer('ap-southeast-2');
		expect(suggested).toMatchObject({ decision: 'leave', isPreferred: false, edits: [] });
		expect(suggested?.candidates[0]?.profileId).toBe(`au.${sonnet}`);
		expect(suggested?.candidates.map(({ profileId }) => profileId)).toContain(`eu.${sonnet}`);
		expect(suggested && reasonText(suggested.reason)).toBe(
			'The project names several regions (eu-west-1, ap-southeast-2), and none is clearly that of this request: ap-southeast-2 (the source region of the sidebar) is no more than a suggestion.',
		);
		// Of a Region that the project does not name nothing is suggested.
		const other = outer('us-east-1');
		expect(other?.candidates[0]?.profileId).toBe(`eu.${sonnet}`);
		expect(other?.candidates.map(({ profileId }) => profileId)).not.toContain(`us.${sonnet}`);
		expect(other && reasonText(other.reason)).toBe(
			'The project names several regions (eu-west-1, ap-southeast-2), and none is clearly that of this request.',
		);
	});

	it('comes from outside when the file says nothing', () => {
		expect(convert('a.py', `MODEL = "${sonnet}"`, { region: 'eu-north-1' })).toBe(`MODEL = "eu.${sonnet}"`);
		expect(judge('a.py', `MODEL = "${sonnet}"`)[0]?.reason.code).toBe('regionUnknown');
	});

	it('is not read from a comment', () => {
		expect(convert('a.py', `# region us-east-1\nregion = "eu-west-1"\nM = "${sonnet}"`)).toContain(`"eu.${sonnet}"`);
	});
});

describe('what is left alone', () => {
	it.each([
		['an ID that is a profile', 'a.py', `region="us-east-1"; m="us.${sonnet}"`, 'alreadyProfile'],
		['a comment', 'a.py', `region="us-east-1"\n# model "${sonnet}"`, 'comment'],
		['prose', 'a.md', `Use ${sonnet} in region us-east-1.`, 'prose'],
		['the key of a table', 'a.py', `region="us-east-1"\nPRICES = {"${sonnet}": 3.0}`, 'lookupKey'],
		['the ARN of a model', 'a.py', `a = "arn:aws:bedrock:us-east-1::foundation-model/${sonnet}"`, 'foundationModelArn'],
		[
			'an IAM policy',
			'p.json',
			`{"Effect":"Allow","Resource":"arn:aws:bedrock:us-east-1::foundation-model/${sonnet}"}`,
			'iamPolicy',
		],
		['a call without profiles', 'a.py', `region="us-east-1"\nc.count_tokens(modelId="${sonnet}")`, 'needsModelId'],
		['a model without a profile', 'a.py', 'region="us-east-1"; m="amazon.titan-embed-text-v2:0"', 'noProfile'],
		['an unknown ID', 'a.py', 'region="us-east-1"; m="anthropic.claude-sonnet-9-9-29990101-v1:0"', 'unknownId'],
	])('%s', (_what, path, text, code) => {
		const judgements = judge(path, text);
		expect(judgements).toHaveLength(1);
		expect(judgements[0]).toMatchObject({ decision: 'leave', reason: { code }, edits: [] });
		expect(reasonText(judgements[0]!.reason)).toMatch(/\.$/);
	});

	it.each([
		'openai.chat.completions.create()',
		'import google.cloud.storage_v1',
		'https://amazon.com/dp-1',
		'meta.data-1.json',
		`xanthropic.${sonnet}`,
	])('%s is no ID', (text) => expect(judge('a.py', text)).toEqual([]));
});

describe('what is said', () => {
	it('a model past its end of life converts, and says so', () => {
		const text =
			'c = boto3.client("x", region_name="us-east-1")\nc.invoke_model(modelId="anthropic.claude-3-5-sonnet-20240620-v1:0")';
		const [judgement] = judge('a.py', text);
		expect(judgement?.decision).toBe('convert');
		expect(judgement?.candidates[0]?.profileId).toBe('us.anthropic.claude-3-5-sonnet-20240620-v1:0');
		const end = judgement?.findings.find(({ code }) => code === 'endOfLife');
		expect(end && findingText(end)).toContain('2026-07-30');
	});

	it('a profile that the region cannot call', () => {
		const [judgement] = judge('a.py', `c = client(region_name="us-east-1")\nc.converse(modelId="eu.${sonnet}")`);
		expect(judgement?.findings.map(({ code }) => code)).toEqual(['regionOutsideProfile']);
	});

	it('the nearest known ID for a slip', () => {
		const [judgement] = judge('a.py', 'm = "anthropic.claude-sonnet-4-5-20250926-v1:0"');
		expect(judgement?.findings).toEqual([
			{ code: 'unknownId', id: 'anthropic.claude-sonnet-4-5-20250926-v1:0', nearest: sonnet },
		]);
	});

	it('profiles outside the allowed region sets are not offered', () => {
		const text = `c = client(region_name="eu-west-1")\nc.converse(modelId="${sonnet}")`;
		const [judgement] = judge('a.py', text, { allowedRegionSets: ['us'] });
		expect(judgement).toMatchObject({ reason: { code: 'notAllowed' }, candidates: [] });
		// The request fails all the same.
		expect(judgement?.findings).toMatchObject([{ code: 'profileRequired', outsideOf: ['us'] }]);
		expect(judgement?.findings.map(findingText)[0]).toMatch(/lies within the allowed region sets \(us\): choose/);
		expect(convert('a.py', text, { allowedRegionSets: ['eu'] })).toContain(`eu.${sonnet}`);
	});

	it('the global profile comes last and is never chosen', () => {
		const [judgement] = judge('a.py', `c = client(region_name="us-east-1")\nc.converse(modelId="${sonnet}")`);
		expect(judgement?.candidates.at(-1)?.isGlobal).toBe(true);
		const [brazil] = judge('a.py', `c = client(region_name="sa-east-1")\nc.converse(modelId="${sonnet}")`);
		expect(brazil).toMatchObject({ decision: 'leave', reason: { code: 'onlyGlobal' }, edits: [] });
		expect(brazil?.candidates.map(({ isGlobal }) => isGlobal)).toEqual([true]);
	});

	it('the profile that the user prefers is chosen, also the global one, where it is allowed and can be called', () => {
		const text = (region: string) => `c = client(region_name="${region}")\nc.converse(modelId="${sonnet}")`;
		const preferredProfiles = [`global.${sonnet}`];
		expect(convert('a.py', text('us-east-1'), { preferredProfiles })).toContain(`"global.${sonnet}"`);
		expect(convert('a.py', text('sa-east-1'), { preferredProfiles })).toContain(`"global.${sonnet}"`);
		expect(convert('a.py', text('us-east-1'), { preferredProfiles, allowedRegionSets: ['us'] })).toContain(
			`"us.${sonnet}"`,
		);
		expect(convert('a.py', text('us-east-1'), { preferredProfiles: [`eu.${sonnet}`] })).toContain(`"us.${sonnet}"`);
	});
});

describe('places and edits', () => {
	it('line and column are those of the first character of the ID, from 1', () => {
		const [judgement] = judge('a.py', `\r\nx = 'é' + "bedrock/${sonnet}"`);
		expect(judgement?.occurrence).toMatchObject({ line: 2, col: 20, id: sonnet });
	});

	it('a URL keeps its escapes', () => {
		const escaped = sonnet.replace(':', '%3A');
		const text = `curl https://bedrock-runtime.us-east-1.amazonaws.com/model/${escaped}/invoke`;
		expect(convert('a.sh', text)).toBe(text.replace(escaped, `us.${escaped}`));
	});

	it('ten thousand IDs in one line are judged', () => {
		const text = `x = ["${Array.from({ length: 10_000 }, () => sonnet).join('","')}"]`;
		expect(judge('a.py', text, { region: 'us-east-1' })).toHaveLength(10_000);
	});

	it('ten thousand IDs in a script are judged in one pass', { timeout: 3_000 }, () => {
		const text = `MODEL="${sonnet}"\n`.repeat(10_000);
		expect(judge('a.sh', text, { region: 'us-east-1' })).toHaveLength(10_000);
	});
});
