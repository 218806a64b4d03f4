import { PerText } from './perText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';

/** A `{` that holds statements, not a value. Configuration blocks (Terraform) count as values: their entries belong together. */
export function isBlock(source: SourceText, open: number): boolean {
	return remembered(blocks, source, open, isOutermostBlock);
}

const blocks = new PerText<Map<number, boolean>>();

function isOutermostBlock(source: SourceText, open: number): boolean {
	return isBlockWithin(source, open, 0);
}

function isBlockWithin(source: SourceText, open: number, depth: number): boolean {
	const { code, language } = source;
	// `const (` and a line for each of its constants.
	if (language === 'go' && code.charAt(open) === '(') {
		return /(?:^|\n)[ \t]*(?:const|var)[ \t]*$/.test(code.slice(Math.max(0, open - 40), open));
	}
	if (code.charAt(open) !== '{' || language === 'json' || language === 'jsonc' || language === 'terraform')
		return false;
	if (source.syntax.family === 'shell') return bodyOfShell.test(code.slice(Math.max(0, open - 200), open));
	if (language === 'python' || source.syntax.family !== 'code') return false;
	const line = code.slice(Math.max(source.lineStart(open), open - 400), open).trimEnd();
	// On a line of its own it may be an entry of a list, or the body under a signature.
	if (line === '') {
		// Ruby's blocks begin behind a call: on a line of its own it is a hash.
		if (language === 'ruby') return false;
		const from = Math.max(0, open - 400);
		const before = code.slice(from, open).trimEnd();
		// `new InvokeModelRequest` and the properties below it.
		if (/\bnew\s*(?:\[\]|[\w.]+(?:<[\w.,\s<>[\]?]{1,80}>)?(?:\[\w*\]|\([^()]*\))?)$/.test(before)) return false;
		return before.endsWith('{') && depth < 8
			? isBlockWithin(source, from + before.length - 1, depth + 1)
			: !/[=([,:?&|]$/.test(before);
	}
	const last = line.slice(-1);
	if (last === ')' || line.endsWith('=>') || line.endsWith('->')) return !/\bnew\s[\w.<>]+\([^)]*\)$/.test(line);
	// Swift, Kotlin: `func ask() async throws -> String? {`, `fun ask(): String? {`
	if (last === '?' && /(?:->|\)\s*:)\s*[\w.<>,[\]: ]+\?$/.test(line) && /^(?:swift|kotlin)$/.test(language))
		return true;
	if (last === ':' && /^\s*case\s[^{}]*$/.test(line)) return true;
	if ('=([,:?&|'.includes(last)) return false;
	if (result.get(language)?.test(line) === true) return true;
	if (language === 'java' && throwing.test(line)) return true;
	if (/\b(?:return|default|yield|await)$/.test(line)) return false;
	if (language === 'kotlin' && building.test(line)) return false;
	return /^(?:\s|\})*(?:(?:@\w+(?:\([^)]*\))?|export|default|public|private|protected|internal|static|final|abstract|async|override|open|suspend|sealed|data|pub(?:\(\w+\))?|unsafe|declare)\s+)*(?:fn|func|fun|def|function|class|record|interface|struct|enum|impl|trait|namespace|package|module|object|companion|extension|actor|if|else|for|foreach|while|switch|match|select|try|catch|finally|do|using|loop|with|when|lock|init|get|set|guard|defer|type|begin)\b/.test(
		line,
	);
}

/** What a function gives back, behind its parameters: the line need not begin with its own word, as a method or where each has a line. */
const behindColon = /\)\s*:\s*[A-Za-z_$][^=;{}?]{0,160}$/;
const behindArrow = /\)[\w\s]{0,40}->\s*[^=;{}]{1,160}$/;
const result = new Map([
	...['typescript', 'typescriptreact', 'php'].map((id) => [id, behindColon] as const),
	...['rust', 'swift'].map((id) => [id, behindArrow] as const),
	['go', /^\s*\)\s+[\w.*[\]]+$/],
]);

/** Java: `String ask(String prompt) throws IOException, ModelException {`, also where the names have a line of their own. */
const throwing = /(?:^|\))\s*throws\s[\w.,\s]+$/;

/** Kotlin: `fun ask(text: String) = client.converse {`, `fun client() = BedrockRuntimeClient {` */
const building = /=\s(?:[\w.]+\.(?:converse|invokeModel)\w*|[A-Z]\w*)$/;

/** `deploy() {`, `function deploy {`; PowerShell's `if (…) {`, `try {`. JSON in a string or a heredoc is a value. */
const bodyOfShell = /(?:\)|\bfunction\s+[\w:-]+|(?:^|[\s}])(?:else|try|finally|do|begin|process|end))\s*$/i;

/** How many brackets out from a value are looked at. */
const deepestNesting = 24;

/** In the body of `type X = {…}` or `interface X {…}`. */
export function isInType(source: SourceText, offset: number): boolean {
	let index = source.bracketAround(offset);
	for (let level = 0; index !== -1 && level < deepestNesting; level++) {
		if (remembered(types, source, index, isTypeBody)) return true;
		index = source.brackets.at(index)?.parent ?? -1;
	}
	return false;
}

/** By the index of the bracket. */
const types = new PerText<Map<number, boolean>>();

function isTypeBody(source: SourceText, index: number): boolean {
	const open = source.brackets.openAt(index);
	const before = source.code.slice(Math.max(source.lineStart(open), open - 200), open);
	return /(?:^|\s)(?:type\s+\w+(?:<[^=]*>)?\s*=|interface\s+\w[^=]*)\s*$/.test(before);
}
