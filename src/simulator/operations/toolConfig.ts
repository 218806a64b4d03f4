import type { Tool, ToolRequest } from '../answers/tools';
import type { JsonObject } from '../json';
import { asArray, asString, isObject } from '../json';
import { constraintError, validationError } from '../serviceError';

/** Reads `toolConfig` of the Converse operations. @throws ServiceError in AWS's words. */
export function readToolConfig(value: unknown): ToolRequest | undefined {
	if (!isObject(value)) return undefined;
	const list = asArray(value.tools);
	if (list.length === 0) {
		throw constraintError(
			list === value.tools ? "'[]'" : 'null',
			'toolConfig.tools',
			list === value.tools ? 'Member must have length greater than or equal to 1' : 'Member must not be null',
		);
	}
	const tools = list.flatMap((item, index): Tool[] => readTool(item, `toolConfig.tools.${index + 1}.member.toolSpec`));
	const names = tools.map(({ name }) => name);
	const repeated = names.find((name, index) => names.indexOf(name) !== index);
	if (repeated !== undefined)
		throw validationError(`The toolConfig field contains a duplicate tool name: ${repeated}.`);
	const choice = isObject(value.toolChoice) ? value.toolChoice : {};
	if (isObject(choice.tool)) {
		const name = asString(choice.tool.name);
		if (name === undefined || !names.includes(name)) {
			throw validationError(`The toolChoice field names a tool that toolConfig does not define: ${name ?? 'null'}.`);
		}
		return { tools, choice: { name } };
	}
	return { tools, choice: isObject(choice.any) ? 'any' : 'auto' };
}

/** Tools that run on AWS's side, and cache points among the tools, are nothing to call. */
function readTool(item: unknown, place: string): Tool[] {
	const specification: JsonObject | undefined = isObject(item) && isObject(item.toolSpec) ? item.toolSpec : undefined;
	if (!specification) return [];
	const name = asString(specification.name);
	if (name === undefined) throw constraintError('null', `${place}.name`, 'Member must not be null');
	if (!/^[a-zA-Z0-9_-]+$/.test(name)) {
		throw constraintError(
			`'${name}'`,
			`${place}.name`,
			'Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+',
		);
	}
	const schema = isObject(specification.inputSchema) ? specification.inputSchema.json : undefined;
	if (!isObject(schema)) throw constraintError('null', `${place}.inputSchema`, 'Member must not be null');
	if (schema.type !== 'object') {
		throw validationError(
			`The value at ${place.replace(/\.(\d+)\.member/, (_, index: string) => `.${Number(index) - 1}`)}.inputSchema.json.type must be one of the following: object.`,
		);
	}
	return [{ name, description: asString(specification.description) ?? '', schema }];
}

/** Calls that a message makes and results that it brings, by their IDs. */
export interface ToolBlocks {
	readonly role: string;
	readonly uses: readonly string[];
	readonly results: readonly string[];
}

/** @throws ServiceError when results and calls do not belong together, or no tools are defined. */
export function checkToolBlocks(messages: readonly ToolBlocks[], hasTools: boolean): void {
	if (!hasTools && messages.some(({ results, uses }) => uses.length + results.length > 0)) {
		throw validationError('The toolConfig field must be defined when using toolUse and toolResult content blocks.');
	}
	for (const [index, { results }] of messages.entries()) {
		const before = messages[index - 1]?.uses ?? [];
		if (results.length > before.length) {
			throw validationError(
				`The number of toolResult blocks at messages.${index}.content exceeds the number of toolUse blocks of previous turn.`,
			);
		}
		const missing = before.filter((id) => !results.includes(id));
		if (missing.length > 0) {
			throw validationError(
				`Expected toolResult blocks at messages.${index}.content for the following Ids: ${missing.join(', ')}`,
			);
		}
	}
}
