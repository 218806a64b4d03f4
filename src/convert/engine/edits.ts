import type { Context } from './context';
import { valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { Occurrence, TextEdit } from './types';

/**
 * The edits that make a profile ID, or its ARN, of an occurrence: only the characters that must change.
 * @returns `undefined` where the file does not give what the edit needs (an account number for an ARN).
 */
export function editsFor(
	source: SourceText,
	occurrence: Occurrence,
	arn: Context['arn'],
	profileId: string,
): readonly TextEdit[] | undefined {
	const { start, end, kind } = occurrence;
	if (kind === 'sdkConstant') return constantEdits(source, start, end, profileId);
	if (arn === 'replacedById') return wholeArnEdits(source, occurrence, profileId);
	const idEdits = replaceId(source, occurrence, profileId);
	if (arn !== 'replacedByArn') return idEdits;
	const arnEdits = arnFrameEdits(source, start);
	return arnEdits && idEdits && [...arnEdits, ...idEdits];
}

/** Where both IDs end alike only the prefix changes: escapes, quotes and joints stay as they are. */
function replaceId(
	source: SourceText,
	{ start, end, id, kind }: Occurrence,
	newId: string,
): readonly TextEdit[] | undefined {
	let same = 0;
	while (same < id.length && same < newId.length && id.at(-1 - same) === newId.at(-1 - same)) same++;
	const head = id.slice(0, id.length - same);
	const isWholePart = head === '' || head.endsWith('.') || same === newId.length;
	if (same > 0 && isWholePart && source.text.startsWith(head, start)) {
		return [{ start, end: start + head.length, newText: newId.slice(0, newId.length - same) }];
	}
	if (kind === 'concatenated') return undefined;
	return [{ start, end, newText: kind === 'urlEncoded' ? newId.replaceAll(':', '%3A') : newId }];
}

/** `bedrock.FoundationModelIdentifier.X.modelId` becomes a string. */
function constantEdits(
	source: SourceText,
	start: number,
	end: number,
	profileId: string,
): readonly TextEdit[] | undefined {
	const before = /(?:[A-Za-z_$][\w$]*\.)*$/.exec(source.text.slice(Math.max(0, start - 120), start))?.[0] ?? '';
	const after = /^\.(?:modelId|model_id|getModelId\(\))/.exec(source.text.slice(end, end + 24))?.[0];
	if (after === undefined) return undefined;
	const quote = /^(?:type|java)script/.test(source.language) ? "'" : '"';
	return [{ start: start - before.length, end: end + after.length, newText: `${quote}${profileId}${quote}` }];
}

/** The call takes an ID: the whole ARN gives way to it. */
function wholeArnEdits(
	source: SourceText,
	{ start, end }: Occurrence,
	profileId: string,
): readonly TextEdit[] | undefined {
	const { contentStart, contentEnd } = valueSpanOf(source, start, end);
	const arnStart = source.text.lastIndexOf('arn:', start);
	if (arnStart < contentStart || start - arnStart > 200 || end !== contentEnd) return undefined;
	return [{ start: arnStart, end, newText: profileId }];
}

/** The call takes an ARN: a profile's has an account number, which must come from where the file has it already. */
function arnFrameEdits(source: SourceText, start: number): readonly TextEdit[] | undefined {
	const { text } = source;
	const marker = '::foundation-model/';
	const at = start - marker.length;
	if (text.slice(at, start) !== marker) return undefined;
	const before = text.slice(Math.max(0, at - 200), at);
	const account = accountExpression(source, before);
	return account === undefined ? undefined : [{ start: at + 1, end: start, newText: `${account}:inference-profile/` }];
}

/** How this file writes its own account number inside a string. */
function accountExpression(source: SourceText, before: string): string | undefined {
	if (before.endsWith('${AWS::Region}')) return '${AWS::AccountId}';
	const own = /(\$?\{)((?:[\w$]+\.|Stack\.of\(this\)\.|cdk\.Stack\.of\(this\)\.)*)(region|REGION)\}$/.exec(before);
	if (own?.[2] !== undefined && own[2] !== '' && /^(?:this|self|[\w.]*Aws|[\w.]*Stack\.of\(this\))\.$/.test(own[2])) {
		const word = own[3] === 'REGION' ? 'ACCOUNT_ID' : 'account';
		return `${own[1] ?? ''}${own[2]}${word}}`;
	}
	const identity = /data\s+"aws_caller_identity"\s+"(\w+)"/.exec(source.text.whole)?.[1];
	if (source.language === 'terraform' && identity !== undefined) {
		return `\${data.aws_caller_identity.${identity}.account_id}`;
	}
	const name = /\b(account_id|accountId|ACCOUNT_ID|aws_account_id)\b\s*=(?!=)/.exec(source.code.whole)?.[1];
	const open = /(\$?\{)[\w$]+\}$/.exec(before)?.[1];
	return name !== undefined && open !== undefined ? `${open}${name}}` : undefined;
}
