import type { JsonObject } from '../json';
import { parseObject } from '../json';
import type { Need, Operation, OperationInput, ServiceName } from '../operations/operation';
import { serializationError, ServiceError } from '../serviceError';
import { jsonAnswer } from '../wire/reply';

/** An operation of the JSON 1.1 protocol: one path for all, the name in `X-Amz-Target`. */
export function jsonOperation(
	service: ServiceName,
	targetPrefix: string,
	name: string,
	run: (body: JsonObject, input: OperationInput) => unknown,
	needs?: (body: JsonObject, input: OperationInput) => readonly Need[],
): Operation {
	return {
		name,
		service,
		method: 'POST',
		pattern: [''],
		target: `${targetPrefix}.${name}`,
		...(needs ? { needs: (input) => needs(readBody(input), input) } : {}),
		run(input) {
			return jsonAnswer(run(readBody(input), input), 200, { 'content-type': 'application/x-amz-json-1.1' });
		},
	};
}

function readBody({ request }: OperationInput): JsonObject {
	const body = request.body.length === 0 ? {} : parseObject(request.body);
	if (!body) throw serializationError('The request body is not a JSON object.');
	return body;
}

/** @returns `fallback` where the request says nothing. @throws ServiceError with `errorName` outside the bounds. */
export function readInteger(
	body: JsonObject,
	name: string,
	[least, most]: readonly [number, number],
	fallback: number,
	errorName: string,
): number {
	const value = body[name];
	if (value === undefined || value === null) return fallback;
	if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
	throw new ServiceError(errorName, 400, `${name} must be a whole number from ${least} to ${most}.`);
}
