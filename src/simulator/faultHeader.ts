import { Place } from './configuration/place';
import type { Problem } from './configuration/place';
import { readFault } from './configuration/readFault';
import type { Fault } from './faults';
import { parseObject } from './json';
import { validationError } from './serviceError';

/**
 * Reads `x-simulator-fault`: an AWS error's name (`ThrottlingException`), or a fault as JSON (`{"kind":"stall","after":3}`).
 * @throws ServiceError that says what the header may hold.
 */
export function readFaultHeader(value: string): Fault {
	const isName = /^[A-Z][A-Za-z]+$/.test(value);
	const members = isName ? { kind: 'error', name: value } : parseObject(Buffer.from(value));
	const problems: Problem[] = [];
	const fault = members && readFault(new Place(members, [], problems, 'The fault'));
	if (fault) return fault;
	const [problem] = problems;
	throw validationError(
		`The header x-simulator-fault holds neither the name of an AWS error nor a fault as JSON: ${value.slice(0, 200)}${problem ? ` (${problem.sentence})` : ''}`,
	);
}
