import type { Fault, FaultRule } from '../faults';
import type { Place } from './place';
import { present } from './place';

/** A rule as files and the status page write it: the members of the rule and those of the fault side by side. */
export function readFaultRule(place: Place): FaultRule | undefined {
	const fault = readFault(place, ruleMembers);
	const wildcard = (name: string): string | undefined => place.get(name)?.text(/^\S{1,2048}$/, 'a text without spaces');
	const region = place.get('region');
	const rule = present({
		operation: wildcard('operation'),
		region: region?.text(/^[a-z0-9*?-]+$/, 'a Region’s code, with * for any characters'),
		model: wildcard('model'),
		count: place.get('count')?.whole(1, Number.MAX_SAFE_INTEGER),
		probability: place.get('probability')?.number(0, 1),
	});
	return fault && { ...rule, fault };
}

/** The same, the other way round. */
function writeFaultRule({ fault, ...rule }: FaultRule): Record<string, unknown> {
	return { ...rule, ...fault };
}

/** @param further members beside those of the fault */
export function readFault(place: Place, further: readonly string[] = []): Fault | undefined {
	if (place.get('kind') === undefined) {
		place.only([...further, 'kind', 'after', 'milliseconds', 'name', 'status', 'message', 'code', 'value']);
		place.need('kind');
		return undefined;
	}
	const kind = place.get('kind')?.oneOf(kinds);
	if (kind === undefined) return undefined;
	const members = membersOf[kind];
	const known = new Set<string>(further);
	for (const name of ['kind', ...members.need, ...(members.may ?? [])]) known.add(name);
	if (!place.only([...known])) return undefined;
	const before = place.problems.length;
	const values: Record<string, unknown> = { kind };
	for (const name of members.need) values[name] = readMember(place.need(name), name);
	for (const name of members.may ?? []) {
		const value = readMember(place.get(name), name);
		if (value !== undefined) values[name] = value;
	}
	if (kind === 'error') Object.assign(values, { status: statusOf(values), message: messageOf(values) });
	if (kind === 'exception') Object.assign(values, { message: messageOf(values) });
	// Every member was read by the table that the type describes.
	return place.problems.length === before ? (values as unknown as Fault) : undefined;
}

type Member = 'after' | 'code' | 'message' | 'milliseconds' | 'name' | 'retryAfterMilliseconds' | 'status' | 'value';

const ruleMembers = ['operation', 'region', 'model', 'count', 'probability'];

const membersOf: Readonly<
	Record<Fault['kind'], { readonly need: readonly Member[]; readonly may?: readonly Member[] }>
> = {
	error: { need: ['name'], may: ['status', 'message', 'retryAfterMilliseconds'] },
	latency: { need: ['milliseconds'] },
	html: { need: [], may: ['status'] },
	silence: { need: [] },
	refuse: { need: ['milliseconds'] },
	contentType: { need: ['value'] },
	cutAtFrame: { need: ['after'] },
	cutInFrame: { need: ['after'] },
	stall: { need: ['after'] },
	reset: { need: ['after'] },
	fin: { need: ['after'] },
	rstStream: { need: ['after', 'code'] },
	goaway: { need: ['after', 'code'] },
	badCrc: { need: ['after'] },
	brokenJson: { need: ['after'] },
	unknownEvent: { need: ['after'] },
	hugeFrame: { need: ['after'] },
	exception: { need: ['after', 'name'], may: ['message'] },
	tokenExpiry: { need: ['after'] },
	drip: { need: ['after'], may: ['milliseconds'] },
};

const kinds = Object.keys(membersOf) as Fault['kind'][];

function readMember(place: Place | undefined, name: Member): number | string | undefined {
	switch (name) {
		case 'after':
			return place?.whole(0, 1_000_000);
		case 'code':
			return place?.whole(0, 0xffff_ffff);
		case 'milliseconds':
		case 'retryAfterMilliseconds':
			return place?.whole(0, 600_000);
		case 'status':
			return place?.whole(200, 599);
		case 'name':
			return place?.text(/^[A-Za-z]{1,100}$/, 'an error’s name such as ThrottlingException');
		case 'value':
			return place?.text(/^[\w.+-]{1,100}\/[\w.+-]{1,100}$/, 'a content type such as text/plain');
		case 'message':
			return place?.text(/^[^]{0,2000}$/, 'a text of up to 2,000 characters');
	}
}

function statusOf({ name, status }: Readonly<Record<string, unknown>>): unknown {
	return status ?? (typeof name === 'string' ? errorStatuses[name] : undefined) ?? 400;
}

function messageOf({ message, name }: Readonly<Record<string, unknown>>): unknown {
	return message ?? `The simulator was asked for ${String(name)}.`;
}

/** Name → HTTP status; any other: 400. */
const errorStatuses: Readonly<Record<string, number | undefined>> = {
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
