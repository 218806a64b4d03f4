import { parseArgs } from 'node:util';
import type { BackendOptions } from './backend/backendOptions';
import { present } from './configuration/place';
import type { TlsFiles } from './tlsFiles';
import { isWorldName } from './worlds';

/** What the flags say; what is absent comes from the configuration file, or has a default. */
export interface CommandLine {
	/** A configuration file. */
	readonly config?: string;
	readonly port?: number;
	/** `current`, `launch` or the path of a data file. */
	readonly world?: string;
	/** Only printed: the simulator serves every Region of its world. */
	readonly region?: string;
	readonly seed?: number;
	readonly pace?: number;
	/** Region → how much of its capacity others use, from 0 to 1. */
	readonly load?: Readonly<Record<string, number>>;
	/** False: quotas throttle nothing. */
	readonly quotas?: boolean;
	/** Whether invocations are logged to CloudWatch Logs from the start. */
	readonly logging?: boolean;
	/** TLS on the same port: with an identity of its own, or with that of these files. */
	readonly tls?: true | TlsFiles;
	/** Where the text of answers comes from. */
	readonly backend?: BackendOptions;
	readonly printEnv: boolean;
	readonly help: boolean;
	/** Set by `--print-env` on the process that it leaves behind. */
	readonly background: boolean;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export const usage = `Bedrock on loopback, for any AWS SDK.

Usage: npm run simulator -- [options]

  --config FILE  a YAML or JSON file that says all of this and more: quotas, latency, faults, principals, worlds of one's
                 own; samples/simulator.yaml explains it. Flags win over it.
  --port N       listen on this port of 127.0.0.1 (default: any free one)
  --world NAME   current: today's models and profiles; launch: those of 28 August 2024; or the path of a data
                 file (default: current)
  --region R     the Region in the printed environment (default: us-east-1); the simulator serves all of them
  --seed N       the same seed gives the same answers (default: 1)
  --pace X       1: as slow as a model; 0: as fast as possible (default: 1)
  --load R=X     others use this much of the Region's capacity, from 0 to 1, so that profiles route around it
                 (several: us-east-1=1,us-west-2=0.5)
  --no-quotas    throttle nothing (routing stays)
  --backend URL  take the answers' text from an endpoint that speaks OpenAI's chat completions (Ollama, llama.cpp,
                 LM Studio): http://127.0.0.1:11434/v1
  --logging      log invocations to CloudWatch Logs (/aws/bedrock/modelinvocations) in every Region from the start;
                 as on AWS it is off until PutModelInvocationLoggingConfiguration turns it on
  --tls          speak TLS too, with a certificate made for this run; the printed environment trusts it
  --tls-cert FILE, --tls-key FILE
                 speak TLS too, with this certificate and its key (PEM)
  --print-env    start in the background, print the environment for a shell, and return:
                   eval "$(npm run -s simulator -- --port 18080 --print-env)"
  --help         this text
`;

/** @returns one sentence when the arguments cannot be understood. */
export function readCommandLine(args: readonly string[]): Result<CommandLine> {
	const { tokens, values } = parseArgs({ args: [...args], options, strict: false, tokens: true });
	for (const token of tokens) {
		if (token.kind === 'positional') return failed(`Unexpected argument "${token.value}"; --help lists the options.`);
		if (token.kind !== 'option') continue;
		const option = Object.hasOwn(options, token.name) ? options[token.name as keyof typeof options] : undefined;
		if (!option) return failed(`Unknown option ${token.rawName}; --help lists the options.`);
		if (option.type === 'string' && token.value === undefined)
			return failed(`${token.rawName} needs a value; --help lists the options.`);
		if (option.type === 'boolean' && token.value !== undefined) return failed(`${token.rawName} takes no value.`);
	}
	const text = (name: string): string | undefined => {
		const value = values[name];
		return typeof value === 'string' ? value : undefined;
	};
	const given = { port: text('port'), seed: text('seed'), pace: text('pace'), load: text('load') };
	const port = given.port === undefined ? undefined : integer(given.port, 0, 65_535);
	if (given.port !== undefined && port === undefined)
		return failed(`--port must be a whole number from 0 to 65535, not "${given.port}".`);
	const world = text('world');
	if (world !== undefined && !isWorldName(world) && !/[./\\]/.test(world))
		return failed(`--world must be "current", "launch" or the path of a data file, not "${world}".`);
	const region = text('region');
	if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-[0-9]+$/.test(region))
		return failed(`--region must be a Region's code such as us-east-1, not "${region}".`);
	const seed = given.seed === undefined ? undefined : integer(given.seed, 0, Number.MAX_SAFE_INTEGER);
	if (given.seed !== undefined && seed === undefined)
		return failed(`--seed must be a whole number that is not negative, not "${given.seed}".`);
	const pace = given.pace === undefined ? undefined : Number(given.pace || Number.NaN);
	if (pace !== undefined && !(pace >= 0 && pace <= maxPace))
		return failed(`--pace must be a number from 0 to ${maxPace}, not "${given.pace ?? ''}".`);
	const load = given.load === undefined ? undefined : readLoad(given.load);
	if (given.load !== undefined && !load)
		return failed(`--load must be like us-east-1=0.5, with numbers from 0 to 1, not "${given.load}".`);
	const backend = text('backend');
	if (backend !== undefined && !/^https?:\/\/[^\s/]+/.test(backend))
		return failed(`--backend must be a URL such as http://127.0.0.1:11434/v1, not "${backend}".`);
	const [certFile, keyFile] = [text('tls-cert'), text('tls-key')];
	if ((certFile === undefined) !== (keyFile === undefined))
		return failed('--tls-cert and --tls-key belong together: give both, or --tls for a certificate made for this run.');
	return {
		ok: true,
		value: {
			...present({ config: text('config'), port, world, region, seed, pace, load }),
			...(values['no-quotas'] === true ? { quotas: false } : {}),
			...(values.logging === true ? { logging: true } : {}),
			...(certFile !== undefined && keyFile !== undefined
				? { tls: { certFile, keyFile } }
				: values.tls === true
					? { tls: true as const }
					: {}),
			...(backend === undefined ? {} : { backend: { url: backend } }),
			printEnv: values['print-env'] === true,
			help: values.help === true,
			background: values.background === true,
		},
	};
}

const maxPace = 100;

const options = {
	config: { type: 'string' },
	port: { type: 'string' },
	world: { type: 'string' },
	region: { type: 'string' },
	seed: { type: 'string' },
	pace: { type: 'string' },
	load: { type: 'string' },
	backend: { type: 'string' },
	'no-quotas': { type: 'boolean' },
	logging: { type: 'boolean' },
	tls: { type: 'boolean' },
	'tls-cert': { type: 'string' },
	'tls-key': { type: 'string' },
	'print-env': { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
	background: { type: 'boolean' },
} as const;

/** @returns `undefined` when the text cannot be understood. */
function readLoad(text: string): Record<string, number> | undefined {
	const load: Record<string, number> = {};
	for (const part of text === '' ? [] : text.split(',')) {
		const [, region, share] = /^([a-z]{2}(?:-[a-z]+)+-[0-9]+)=([0-9.]+)$/.exec(part) ?? [];
		const value = Number(share);
		if (region === undefined || !(value >= 0 && value <= 1)) return undefined;
		load[region] = value;
	}
	return load;
}

function integer(text: string, least: number, most: number): number | undefined {
	const value = Number(text);
	return /^[0-9]+$/.test(text) && value >= least && value <= most ? value : undefined;
}

function failed(message: string): Result<never> {
	return { ok: false, message };
}
