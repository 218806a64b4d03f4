import { createHash, createHmac } from 'node:crypto';
import type { Simulator } from '../../../src/simulator/simulator';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** One answer of a service whose SDK client is not installed here. */
export interface RawAnswer {
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly text: string;
	readonly bytes: Buffer;
	readonly body: Record<string, unknown>;
}

type Keys = Pick<Simulator, 'endpoint' | 'accessKeyId' | 'secretAccessKey'>;

/** A request of the JSON 1.1 protocol, signed by hand over the real socket. */
export function jsonRequest(
	simulator: Keys,
	service: 'logs' | 'servicequotas' | 'cloudtrail',
	operation: string,
	body: unknown,
	region = 'us-east-1',
): Promise<RawAnswer> {
	return signedRequest(simulator, {
		service,
		region,
		headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${targets[service]}.${operation}` },
		body: JSON.stringify(body),
	});
}

const targets = {
	logs: 'Logs_20140328',
	servicequotas: 'ServiceQuotasV20190624',
	cloudtrail: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101',
};

export async function signedRequest(
	simulator: Keys,
	request: {
		readonly service: string;
		readonly region?: string;
		readonly method?: string;
		/** Must need no encoding. */
		readonly path?: string;
		readonly headers?: Readonly<Record<string, string>>;
		readonly unsignedHeaders?: Readonly<Record<string, string>>;
		readonly body?: string;
	},
): Promise<RawAnswer> {
	const { body = '', method = 'POST', path = '/', region = 'us-east-1', service } = request;
	const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
	const day = date.slice(0, 8);
	const signed: Record<string, string> = {
		host: new URL(simulator.endpoint).host,
		'x-amz-date': date,
		...request.headers,
	};
	const names = Object.keys(signed).toSorted();
	const canonical = [
		method,
		path,
		'',
		names.map((name) => `${name}:${signed[name]!}\n`).join(''),
		names.join(';'),
		sha256(body),
	].join('\n');
	const scope = [day, region, service, 'aws4_request'];
	const key = scope.reduce<string | Buffer>(hmac, `AWS4${simulator.secretAccessKey}`);
	const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n'));
	const { host: _, ...sent } = signed;
	const answer = await fetch(`${simulator.endpoint}${path}`, {
		method,
		headers: {
			...sent,
			...request.unsignedHeaders,
			authorization: `AWS4-HMAC-SHA256 Credential=${simulator.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`,
		},
		body: method === 'GET' ? undefined : body,
	});
	const bytes = Buffer.from(await answer.arrayBuffer());
	const text = bytes.toString();
	const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
	return {
		status: answer.status,
		headers: Object.fromEntries(answer.headers),
		text,
		bytes,
		body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
	};
}
