import type { Fault } from './faults';
import type { JsonObject } from './json';
import { parseObject } from './json';
import { validationError } from './serviceError';

/**
 * Reads `x-simulator-fault`: an AWS error's name (`ThrottlingException`), or a fault as JSON (`{"kind":"stall","after":3}`).
 * @throws ServiceError that says what the header may hold.
 */
export function readFaultHeader(value: string): Fault {
	if (/^[A-Z][A-Za-z]+$/.test(value)) {
		const status = statuses[value] ?? 400;
		return { kind: 'error', name: value, status, message: `The simulator was asked for ${value}.` };
	}
	const fault = parseObject(Buffer.from(value));
	if (!fault || !isFault(fault)) {
		throw validationError(
			`The header x-simulator-fault holds neither the name of an AWS error nor a fault as JSON: ${value.slice(0, 200)}`,
		);
	}
	return fault;
}

const statuses: Readonly<Record<string, number>> = {
	AccessDeniedException: 403,
	ExpiredTokenException: 403,
	UnrecognizedClientException: 403,
	ResourceNotFoundException: 404,
	ModelTimeoutException: 408,
	ModelErrorException: 424,
	ThrottlingException: 429,
	ModelNotReadyException: 429,
	InternalServerException: 500,
	ServiceUnavailableException: 503,
};

const text = 'string';
const number = 'number';
/** Kind → the members that it needs. All but the first four also need `after`. */
const members: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
	error: { name: text, status: number, message: text },
	latency: { milliseconds: number },
	html: {},
	silence: {},
	cutAtFrame: { after: number },
	cutInFrame: { after: number },
	stall: { after: number },
	reset: { after: number },
	fin: { after: number },
	rstStream: { after: number, code: number },
	goaway: { after: number, code: number },
	badCrc: { after: number },
	brokenJson: { after: number },
	unknownEvent: { after: number },
	hugeFrame: { after: number },
	exception: { after: number, name: text, message: text },
	drip: { after: number },
};

function isFault(value: JsonObject): value is JsonObject & Fault {
	const needed = typeof value.kind === 'string' && Object.hasOwn(members, value.kind) ? members[value.kind] : undefined;
	if (!needed) return false;
	const isWhole = Object.entries(needed).every(([name, type]) => typeof value[name] === type);
	const { status, code, after, milliseconds, retryAfterMilliseconds } = value;
	return (
		isWhole &&
		isWithin(status, 200, 599) &&
		isWithin(code, 0, 0xffff_ffff) &&
		isWithin(after, 0, 1_000_000) &&
		isWithin(milliseconds, 0, 600_000) &&
		isWithin(retryAfterMilliseconds, 0, 600_000)
	);
}

function isWithin(value: unknown, least: number, most: number): boolean {
	return (
		value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most)
	);
}
