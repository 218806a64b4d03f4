import { type EmbeddedText, EmbeddedTextBuilder } from './embedded';
import { languageOf } from './syntax';

/** A shell's text taken apart. */
export interface ShellParts {
	/** The text with the files and programs in it blanked, offsets unchanged. */
	readonly commands: string;
	/** The files that it writes and the programs that it runs, each for itself. */
	readonly documents: readonly EmbeddedText[];
}

const interpreters = new Map([
	['python', 'python'],
	['python3', 'python'],
	['node', 'javascript'],
	['ruby', 'ruby'],
	['php', 'php'],
]);

const mostUnclosed = 50;
/** Longer ones are commands for people who read very long scripts. In UTF-16 units. */
const longestLine = 1_000;

/**
 * `cat > config.yaml <<'EOF' … EOF`, `python3 - <<PY … PY`: what stands in them is read as what it is.
 * @returns `undefined` where there is none of a known language.
 */
export function shellParts(text: string): ShellParts | undefined {
	if (!text.includes('<<')) return undefined;
	const documents: EmbeddedText[] = [];
	const commands: string[] = [];
	let position = 0;
	/** Words that close nothing from some place on: hostile text is not searched again and again. */
	const unclosed = new Set<string>();
	const opening = /<<-?[ \t]*(?:'([A-Za-z_]\w*)'|"([A-Za-z_]\w*)"|\\?([A-Za-z_]\w*))/g;
	for (let match = opening.exec(text); match; match = opening.exec(text)) {
		const delimiter = match[1] ?? match[2] ?? match[3] ?? '';
		const lineStart = text.lastIndexOf('\n', match.index) + 1;
		const lineEnd = text.indexOf('\n', match.index);
		if (lineEnd === -1) break;
		const end = unclosed.has(delimiter) ? undefined : endOf(text, delimiter, lineEnd);
		if (end === undefined) {
			unclosed.add(delimiter);
			if (unclosed.size > mostUnclosed) return undefined;
			continue;
		}
		opening.lastIndex = end;
		if (lineEnd - lineStart > longestLine) continue;
		const content = text.slice(lineEnd + 1, end);
		const line = text.slice(lineStart, lineEnd);
		const language = languageWritten(line) ?? (isPrinted(line, delimiter, content) ? 'plaintext' : undefined);
		if (language === undefined) continue;
		const builder = new EmbeddedTextBuilder();
		builder.addPiece(content, lineEnd + 1);
		documents.push(builder.build(language, (newText) => newText));
		commands.push(
			text.slice(position, lineEnd + 1),
			content.replace(/[^\n]+/g, (blanked) => ' '.repeat(blanked.length)),
		);
		position = end;
	}
	return documents.length === 0 ? undefined : { commands: commands.join('') + text.slice(position), documents };
}

/** Where the line of the closing word begins. */
function endOf(text: string, delimiter: string, from: number): number | undefined {
	const closing = new RegExp(`^[ \\t]*${delimiter}[ \\t]*\\r?$`, 'gm');
	closing.lastIndex = from + 1;
	return closing.exec(text)?.index;
}

/** `cat <<USAGE`: what a script prints for people, not data that another program reads. */
function isPrinted(line: string, delimiter: string, content: string): boolean {
	if (!/^\s*(?:[\w-]+\(\)\s*\{\s*)?cat\s*(?:1?>&2\s*)?<<[^|>()]*(?:1?>&2\s*)?$/.test(line)) return false;
	if (/^(?:usage|help)$/i.test(delimiter) || /^\s*usage:/im.test(content.slice(0, 400))) return true;
	const first = /\S[^\n]*/.exec(content)?.[0] ?? '';
	return /^(?![\w.-]+\s*:)[^={}"[\]#]*$/.test(first) && /\w[ ,.!-]+\w+[ ,.!-]+\w/.test(first);
}

/** By the file that the line writes, else by the program that it starts. */
function languageWritten(line: string): string | undefined {
	const file = /(?:>{1,2}|\btee\s+(?:-a\s+)?)\s*["']?([^\s"'|;&<>()]+)/.exec(line)?.[1];
	// What GitHub shows below a job, and what is there to be read.
	if (file !== undefined && /SUMMARY|\.(?:md|txt|log)$/.test(file)) return 'plaintext';
	const language = file === undefined ? undefined : languageOf(file, undefined);
	if (language !== undefined && language !== 'plaintext' && language !== 'shellscript' && language !== 'markdown')
		return language;
	const program = /(?:^|[\s;&|(/])([a-z]+[0-9]?)(?:\s+-)?\s*<<-?/.exec(line)?.[1];
	return program === undefined ? undefined : interpreters.get(program);
}
