import type { Generation, Limits } from '../answers/generation';
import type { Part } from '../answers/play';
import type { Prompt } from '../answers/prompt';
import type { ToolRequest } from '../answers/tools';
import type { JsonObject } from '../json';
import { asString } from '../json';
import { validationError } from '../serviceError';
import type { WorldModel } from '../world';

/** A provider's own request and answer bodies, as InvokeModel and InvokeModelWithResponseStream carry them. */
export interface NativeFormat {
	/** @throws ServiceError in AWS's words when the body does not fit. */
	read(body: JsonObject, model: WorldModel): NativeRequest;
	whole(text: string, generation: Generation, model: WorldModel): JsonObject;
	/**
	 * Chunks for one step of an answer of several blocks; then `opening` stands before the first of them, and `delta` is
	 * not used.
	 */
	part?(part: Part, generation: Generation): readonly JsonObject[];
	/** Chunks before the first text. */
	opening(generation: Generation, model: WorldModel): readonly JsonObject[];
	delta(text: string, isFirst: boolean, generation: Generation): JsonObject;
	/** Chunks after the last text; the service puts its metrics into the last of them. At least one. */
	closing(text: string, generation: Generation, model: WorldModel): readonly JsonObject[];
}

export interface NativeRequest {
	readonly prompt: Prompt;
	readonly limits: Limits;
	readonly tools?: ToolRequest;
	readonly thinks?: boolean;
}

export function malformed(detail: string): Error {
	return validationError(`Malformed input request: ${detail}, please reformat your input and try again.`);
}

/** @throws when the body has a member that the model does not know, or lacks one that it needs. */
export function checkKeys(body: JsonObject, known: readonly string[], required: readonly string[]): void {
	const extraneous = Object.keys(body).find((key) => !known.includes(key));
	if (extraneous !== undefined) throw malformed(`#: extraneous key [${extraneous}] is not permitted`);
	const missing = required.find((key) => body[key] === undefined);
	if (missing !== undefined) throw malformed(`#: required key [${missing}] not found`);
}

/** @returns `undefined` when the body leaves it out. */
export function readTokens(body: JsonObject, key: string, model: WorldModel): number | undefined {
	const value = body[key];
	if (value === undefined || value === null) return model.maxOutputTokens;
	if (typeof value !== 'number') throw malformed(`#/${key}: expected type: Integer, found: ${typeName(value)}`);
	if (!Number.isInteger(value) || value < 1) throw malformed(`#/${key}: ${value} is not greater or equal to 1`);
	return value;
}

export function readText(body: JsonObject, key: string): string {
	const value = asString(body[key]);
	if (value === undefined) throw malformed(`#/${key}: expected type: String, found: ${typeName(body[key])}`);
	if (value.trim() === '') throw malformed(`#/${key}: expected minLength: 1, actual: 0`);
	return value;
}

/** The ID without its provider: what some models call themselves in an answer. */
export function shortName(model: WorldModel): string {
	return model.modelId.replace(/^[^.]+\./, '').replace(/(-v[0-9]+)?(:[0-9]+)?$/, '');
}

/** A stable stand-in for the random part of an answer's ID. */
export function answerId(prefix: string, generation: Generation): string {
	const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
	let state = generation.inputTokens * 31 + 7;
	let id = prefix;
	for (let index = 0; index < 24; index++) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		id += letters[(state >>> 16) % letters.length] ?? '';
	}
	return id;
}

function typeName(value: unknown): string {
	if (value === undefined || value === null) return 'Null';
	if (Array.isArray(value)) return 'JSONArray';
	const name = typeof value;
	return name === 'object' ? 'JSONObject' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
