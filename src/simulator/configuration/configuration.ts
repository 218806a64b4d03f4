import { resolve } from 'node:path';
import type { ModelAccessOptions } from '../account/modelAccess';
import type { Latency } from '../answers/tempo';
import type { BackendOptions } from '../backend/backendOptions';
import type { FaultRule } from '../faults';
import { PolicyError } from '../iam/policyError';
import type { PrincipalOptions } from '../iam/principals';
import { readPrincipal } from '../iam/principals';
import { isObject } from '../json';
import type { QuotaRule } from '../traffic/quotaRules';
import type { TlsFiles } from '../tlsFiles';
import { complaintAbout, readPem } from '../tlsFiles';
import type { Place } from './place';
import { present, regionPattern, regionText } from './place';
import { readFaultRule } from './readFault';
import { readLatency } from './readLatency';
import { readQuotaRules } from './readQuotaRules';

/** What a configuration file may say; what it leaves out has a default. `samples/simulator.yaml` shows all of it. */
export interface Configuration {
	/** `current`, `launch`, or a data file, by its path from the configuration file. */
	readonly world?: string;
	/** Twelve digits. */
	readonly account?: string;
	readonly host?: '127.0.0.1' | '::1';
	readonly port?: number;
	readonly region?: string;
	readonly seed?: number;
	readonly pace?: number;
	/** False: nothing is throttled. */
	readonly quotas?: boolean;
	readonly quotaRules?: readonly QuotaRule[];
	readonly capacityRules?: readonly QuotaRule[];
	readonly load?: Readonly<Record<string, number>>;
	readonly latency?: Latency;
	readonly logging?: boolean;
	/** Milliseconds. */
	readonly recordDelay?: number;
	readonly modelAccess?: ModelAccessOptions;
	readonly faults?: readonly FaultRule[];
	/** TLS on the same port, with a certificate made for the run or with that of these files. */
	readonly tls?: true | TlsFiles;
	readonly principals?: readonly PrincipalOptions[];
	readonly backend?: BackendOptions;
}

/** @param folder from which the paths of certificates start */
export function readConfiguration(place: Place, folder = '.'): Configuration {
	place.only([
		'world',
		'account',
		'host',
		'port',
		'region',
		'seed',
		'pace',
		'quotas',
		'capacity',
		'load',
		'latency',
		'logging',
		'modelAccess',
		'faults',
		'principals',
		'tls',
		'backend',
	]);
	const account = place.get('account')?.text(/^[0-9]{12}$/, 'twelve digits in quotation marks');
	const quotas = place.get('quotas');
	return present<Configuration>({
		world: place.get('world')?.text(/^[^]{1,1000}$/, '"current", "launch" or the path of a data file'),
		account,
		host: place.get('host')?.oneOf(['127.0.0.1', '::1']),
		port: place.get('port')?.whole(0, 65_535),
		region: place.get('region')?.text(regionPattern, regionText),
		seed: place.get('seed')?.whole(0, Number.MAX_SAFE_INTEGER),
		pace: place.get('pace')?.number(0, 100),
		quotas: typeof quotas?.value === 'boolean' ? quotas.value : undefined,
		quotaRules: quotas && typeof quotas.value !== 'boolean' ? readQuotaRules(quotas) : undefined,
		capacityRules: readQuotaRules(place.get('capacity')),
		load: place.get('load')?.map(readLoad),
		latency: readLatency(place.get('latency')),
		...readLogging(place.get('logging')),
		modelAccess: readModelAccess(place.get('modelAccess')),
		faults: place.get('faults')?.list(readFaultRule),
		principals: place.get('principals')?.list((item) => readPrincipalOptions(item, account)),
		tls: readTls(place.get('tls'), folder),
		backend: readBackend(place.get('backend')),
	});
}

function readLoad(value: Place, region: string): number | undefined {
	if (!regionPattern.test(region)) value.refuse(`must be named by ${regionText}`);
	return value.number(0, 1);
}

function readLogging(place: Place | undefined): Pick<Configuration, 'logging' | 'recordDelay'> {
	if (!place?.only(['cloudWatch', 'delay'])) return {};
	return present<Pick<Configuration, 'logging' | 'recordDelay'>>({
		logging: place.get('cloudWatch')?.flag(),
		recordDelay: place.get('delay')?.whole(0, 3_600_000),
	});
}

function readModelAccess(place: Place | undefined): ModelAccessOptions | undefined {
	if (!place?.only(['notGranted', 'pending', 'unsubscribed', 'isUseCaseSubmitted'])) return undefined;
	const models = (name: string): string[] | undefined => place.get(name)?.list((item) => item.text());
	return present<ModelAccessOptions>({
		notGranted: models('notGranted'),
		pending: models('pending'),
		unsubscribed: models('unsubscribed'),
		isUseCaseSubmitted: place.get('isUseCaseSubmitted')?.flag(),
	});
}

function readPrincipalOptions(place: Place, account = '111122223333'): PrincipalOptions | undefined {
	const known = ['accessKeyId', 'secretAccessKey', 'sessionToken', 'expires', 'apiKey', 'arn', 'tags'];
	if (!place.only([...known, 'policies', 'boundary', 'scps'])) return undefined;
	const accessKeyId = place.need('accessKeyId')?.text(/^\w{3,128}$/, 'letters and digits');
	const secretAccessKey = place.need('secretAccessKey')?.text(/^\S+$/, 'a text without spaces');
	const text = (name: string): string | undefined => place.get(name)?.text(/^\S+$/, 'a text without spaces');
	const options = present<PrincipalOptions>({
		accessKeyId,
		secretAccessKey,
		sessionToken: text('sessionToken'),
		expires: text('expires'),
		apiKey: text('apiKey'),
		arn: text('arn'),
		tags: place.get('tags')?.map((value) => value.text()),
		policies: place.get('policies')?.list((item) => item.value),
		boundary: place.get('boundary')?.value,
		scps: place.get('scps')?.list((item) => item.value),
	});
	if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
	const whole = { ...options, accessKeyId, secretAccessKey };
	try {
		readPrincipal(whole, account);
	} catch (error) {
		if (!(error instanceof PolicyError)) throw error;
		const path = [...place.path, ...error.path];
		place.problems.push({ path, sentence: `${path.join('.')} ${error.complaint}.` });
	}
	return whole;
}

/** Reads the files, too, so that a mistake in them has its line. Paths are from the configuration file. */
function readTls(place: Place | undefined, folder: string): true | TlsFiles | undefined {
	if (!place) return undefined;
	const { value } = place;
	if (typeof value === 'boolean' || value === 'generated') return value === false ? undefined : true;
	if (!isObject(value)) {
		place.refuse('must be true, false, "generated" or a map with certificate and key');
		return undefined;
	}
	if (!place.only(['certificate', 'key'])) return undefined;
	const [cert, key] = [readPemFile(place.need('certificate'), folder), readPemFile(place.need('key'), folder)];
	if (!cert || !key) return undefined;
	const why = complaintAbout({ cert: cert.text, key: key.text });
	if (why === undefined) return { certFile: cert.file, keyFile: key.file };
	place.refuse(`cannot be used (${why}); give a PEM certificate and the key that belongs to it`);
	return undefined;
}

function readPemFile(place: Place | undefined, folder: string): { file: string; text: string } | undefined {
	const path = place?.text(/^[^]{1,1000}$/, 'the path of a PEM file');
	if (!place || path === undefined) return undefined;
	const file = resolve(folder, path);
	try {
		return { file, text: readPem(file, place.path.join('.')) };
	} catch (error) {
		place.problems.push({ path: place.path, sentence: error instanceof Error ? error.message : String(error) });
		return undefined;
	}
}

function readBackend(place: Place | undefined): BackendOptions | undefined {
	if (!place?.only(['url', 'model', 'apiKey', 'timeout'])) return undefined;
	const url = place.need('url')?.text(/^https?:\/\/\S+$/, 'a URL such as http://127.0.0.1:11434/v1');
	if (url === undefined) return undefined;
	const rest = present<BackendOptions>({
		url: undefined,
		model: place.get('model')?.text(/^\S+$/, 'a text without spaces'),
		apiKey: place.get('apiKey')?.text(/^\S+$/, 'a text without spaces'),
		timeout: place.get('timeout')?.whole(1, 3_600_000),
	});
	return { ...rest, url };
}
