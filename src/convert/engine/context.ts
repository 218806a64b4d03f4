import type { Occurrence, Reason } from './types';

/** What the surroundings of an occurrence say about it. */
export interface Context {
	/** Why it must stay as it is, whatever profiles there are. */
	readonly leave: Reason | undefined;
}

/** Calls that take a model ID and no profile. */
const modelOnlyCalls =
	/\b(?:count_?tokens|get_?foundation_?model(?:_?availability)?|create_?provisioned_?model_?throughput|create_?model_?customization_?job|put_?use_?case|create_?foundation_?model_?agreement|list_?foundation_?model_?agreement_?offers)\w*\s*\(/i;

/** How far back the enclosing call is looked for. In UTF-16 units. */
const reach = 600;

/** Reads what holds for a whole text, once; then answers for each occurrence. */
export class FileContext {
	private readonly usesMantle: boolean;

	constructor(
		private readonly text: string,
		private readonly language: string,
	) {
		this.usesMantle = text.includes('bedrock-mantle');
	}

	contextOf(occurrence: Occurrence): Context {
		const leave = reasonToLeave(this.text, occurrence, this.language);
		return { leave: leave ?? (this.usesMantle ? { code: 'mantleEndpoint' } : undefined) };
	}
}

function reasonToLeave(text: string, occurrence: Occurrence, language: string): Reason | undefined {
	const { start, end, kind, id } = occurrence;
	const before = text.slice(Math.max(0, start - reach), start);
	const after = text.slice(end, end + 120);
	if (/:[0-9]+:[0-9]+(?:k|m|mm)$/.test(id)) return { code: 'provisionedOnly' };
	if (kind === 'arn') return isPolicy(before) ? { code: 'iamPolicy' } : { code: 'foundationModelArn' };
	if (/foundation-model\/[^"'`\s]*$/.test(before)) return { code: 'foundationModelArn' };
	if (isKey(before, after, language)) return { code: 'lookupKey' };
	const call = enclosingCall(before);
	if (call && modelOnlyCalls.test(call)) return { code: 'needsModelId', call: call.replace(/\s*\($/, '') };
	return undefined;
}

function isPolicy(before: string): boolean {
	return /"?(?:Resource|Action|Effect|resources|actions)"?\s*[:=]/.test(before);
}

/** The key of a table: `"anthropic.…": {`, `'…' => 1`, `["…"] = 3`. */
function isKey(before: string, after: string, language: string): boolean {
	if (/^["'`]?\s*=>/.test(after)) return true;
	if (!/["'`]$/.test(before)) return false;
	if (/^["'`]\s*:(?!=)/.test(after)) return !/\?\s*["'`]$/.test(before) && language !== 'yaml';
	return /\[\s*["'`]$/.test(before) && /^["'`]\s*\]\s*=(?!=)/.test(after);
}

/** The call whose brackets are open at the occurrence, with its opening bracket. */
function enclosingCall(before: string): string | undefined {
	let depth = 0;
	for (let position = before.length - 1; position >= 0; position--) {
		const character = before.charAt(position);
		if (')]}'.includes(character)) depth++;
		else if ('([{'.includes(character) && --depth < 0) {
			depth = 0;
			if (character === '(') return /[\w.$]+\s*\($/.exec(before.slice(0, position + 1))?.[0];
		}
	}
	return undefined;
}
