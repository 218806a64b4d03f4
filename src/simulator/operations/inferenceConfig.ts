import type { Limits } from '../answers/generation';
import { isObject } from '../json';
import { constraintError, serializationError, validationError } from '../serviceError';
import type { WorldModel } from '../world';

/** Reads `inferenceConfig` of the Converse operations. @throws ServiceError in AWS's words. */
export function readInferenceConfig(value: unknown, model: WorldModel): Limits {
	if (value === undefined || value === null) return { maxTokens: model.maxOutputTokens, stopSequences: [] };
	if (!isObject(value)) throw serializationError('Expected a structure in inferenceConfig.');
	checkFraction(value.temperature, 'inferenceConfig.temperature');
	checkFraction(value.topP, 'inferenceConfig.topP');
	return {
		maxTokens: readMaxTokens(value.maxTokens, model),
		stopSequences: readStopSequences(value.stopSequences),
	};
}

const maxStopSequences = 2_500;

function readMaxTokens(value: unknown, model: WorldModel): number | undefined {
	if (value === undefined || value === null) return model.maxOutputTokens;
	if (typeof value !== 'number') throw notANumber(value, 'an Integer');
	if (!Number.isInteger(value)) throw serializationError('Fractional number can not be converted to an Integer');
	if (value < 1) {
		throw constraintError(
			`'${value}'`,
			'inferenceConfig.maxTokens',
			'Member must have value greater than or equal to 1',
		);
	}
	const limit = model.maxOutputTokens;
	if (limit !== undefined && value > limit) {
		throw validationError(
			`The maximum tokens you requested exceeds the model limit of ${limit}. ` +
				`Try again with a maximum tokens value that is lower than ${limit}.`,
		);
	}
	return value;
}

function readStopSequences(value: unknown): string[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) throw serializationError('Expected list or null');
	if (value.length > maxStopSequences) {
		throw constraintError(
			`of length ${value.length}`,
			'inferenceConfig.stopSequences',
			`Member must have length less than or equal to ${maxStopSequences}`,
		);
	}
	return value.map((item: unknown) => {
		if (typeof item !== 'string') throw notANumber(item, 'a String');
		if (item === '') {
			throw constraintError(
				"'[]'",
				'inferenceConfig.stopSequences',
				'Member must satisfy constraint: [Member must have length greater than or equal to 1]',
			);
		}
		return item;
	});
}

function checkFraction(value: unknown, place: string): void {
	if (value === undefined || value === null) return;
	if (typeof value !== 'number') throw notANumber(value, 'a Float');
	if (value < 0) throw constraintError(`'${value}'`, place, 'Member must have value greater than or equal to 0');
	if (value > 1) throw constraintError(`'${value}'`, place, 'Member must have value less than or equal to 1');
}

function notANumber(value: unknown, wanted: string): Error {
	const type = typeof value === 'string' ? 'STRING_VALUE' : typeof value === 'number' ? 'NUMBER_VALUE' : 'Value';
	return serializationError(`${type} can not be converted to ${wanted}`);
}
