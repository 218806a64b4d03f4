import { parseArgs } from 'node:util';
import type { WorldName } from './worlds';
import { isWorldName } from './worlds';

export interface CommandLine {
	readonly port: number;
	readonly world: WorldName;
	/** Only printed: the simulator serves every Region of its world. */
	readonly region: string;
	readonly seed: number;
	readonly pace: number;
	/** Region → how much of its capacity others use, from 0 to 1. */
	readonly load: Readonly<Record<string, number>>;
	/** Whether quotas throttle. */
	readonly quotas: boolean;
	/** Whether invocations are logged to CloudWatch Logs from the start. */
	readonly logging: boolean;
	readonly printEnv: boolean;
	readonly help: boolean;
	/** Set by `--print-env` on the process that it leaves behind. */
	readonly background: boolean;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export const usage = `Bedrock on loopback, for any AWS SDK.

Usage: npm run simulator -- [options]

  --port N       listen on this port of 127.0.0.1 (default: any free one)
  --world NAME   current: today's models and profiles; launch: those of 28 August 2024 (default: current)
  --region R     the Region in the printed environment (default: us-east-1); the simulator serves all of them
  --seed N       the same seed gives the same answers (default: 1)
  --pace X       1: as slow as a model; 0: as fast as possible (default: 1)
  --load R=X     others use this much of the Region's capacity, from 0 to 1, so that profiles route around it
                 (several: us-east-1=1,us-west-2=0.5)
  --no-quotas    throttle nothing (routing stays)
  --logging      log invocations to CloudWatch Logs (/aws/bedrock/modelinvocations) in every Region from the start;
                 as on AWS it is off until PutModelInvocationLoggingConfiguration turns it on
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
	const text = (name: string, fallback: string): string => {
		const value = values[name];
		return typeof value === 'string' ? value : fallback;
	};
	const port = integer(text('port', '0'), 0, 65_535);
	if (port === undefined) return failed(`--port must be a whole number from 0 to 65535, not "${text('port', '')}".`);
	const world = text('world', 'current');
	if (!isWorldName(world)) return failed(`--world must be "current" or "launch", not "${world}".`);
	const region = text('region', 'us-east-1');
	if (!/^[a-z]{2}(-[a-z]+)+-[0-9]+$/.test(region))
		return failed(`--region must be a Region's code such as us-east-1, not "${region}".`);
	const seed = integer(text('seed', '1'), 0, Number.MAX_SAFE_INTEGER);
	if (seed === undefined)
		return failed(`--seed must be a whole number that is not negative, not "${text('seed', '')}".`);
	const pace = Number(text('pace', '1') || Number.NaN);
	if (!(pace >= 0 && pace <= maxPace))
		return failed(`--pace must be a number from 0 to ${maxPace}, not "${text('pace', '')}".`);
	const load = readLoad(text('load', ''));
	if (!load) return failed(`--load must be like us-east-1=0.5, with numbers from 0 to 1, not "${text('load', '')}".`);
	return {
		ok: true,
		value: {
			port,
			world,
			region,
			seed,
			pace,
			load,
			quotas: values['no-quotas'] !== true,
			logging: values.logging === true,
			printEnv: values['print-env'] === true,
			help: values.help === true,
			background: values.background === true,
		},
	};
}

const maxPace = 100;

const options = {
	port: { type: 'string' },
	world: { type: 'string' },
	region: { type: 'string' },
	seed: { type: 'string' },
	pace: { type: 'string' },
	load: { type: 'string' },
	'no-quotas': { type: 'boolean' },
	logging: { type: 'boolean' },
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
