import { type EmbeddedText, EmbeddedTextBuilder } from './embedded';
import { pauses } from './steps';
import { languageOf } from './syntax';

/** A Markdown text taken apart. */
export interface MarkdownParts {
	/** The text with its fenced programs blanked, offsets unchanged. */
	readonly prose: string;
	/** The fenced programs, those of one language together: a later one goes on where an earlier one stopped. */
	readonly programs: readonly EmbeddedText[];
}

/** Names of fences that are not their language's file extension. */
const fenceLanguages = new Map(
	Object.entries({
		python: 'py',
		python3: 'py',
		py3: 'py',
		ipython: 'py',
		typescript: 'ts',
		javascript: 'js',
		node: 'js',
		shell: 'sh',
		console: 'sh',
		'shell-session': 'sh',
		'sh-session': 'sh',
		terminal: 'sh',
		powershell: 'ps1',
		csharp: 'cs',
		'c#': 'cs',
		golang: 'go',
		rust: 'rs',
		kotlin: 'kt',
		ruby: 'rb',
		terraform: 'tf',
		dotenv: 'env',
		yml: 'yaml',
		docker: 'dockerfile',
		dockerfile: 'dockerfile',
		json5: 'json5',
		hcl: 'tf',
	}),
);

/** So many fences are looked at in one step. */
const fencesInStep = 64;

/** For a thread that has other things to do: between the steps it may. */
export function* markdownPartsInSteps(text: string): Generator<void, MarkdownParts> {
	let count = 0;
	const builders = new Map<string, EmbeddedTextBuilder>();
	const prose: string[] = [];
	let position = 0;
	let fence: { mark: string; contentStart: number; language: string | undefined } | undefined;
	for (const match of text.matchAll(/^[ \t]{0,12}(?:>[ \t]?)*(?:[-*][ \t]+)?(`{3,20}|~{3,20})([^`\n]*)$/gm)) {
		if (++count % fencesInStep === 0 && pauses()) yield;
		const [line, mark = '', info = ''] = match;
		const lineEnd = match.index + line.length;
		if (!fence) {
			fence = { mark, contentStart: lineEnd + 1, language: languageOfFence(info) };
			continue;
		}
		if (!mark.startsWith(fence.mark) || info.trim() !== '') continue;
		if (fence.language !== undefined && fence.contentStart < match.index) {
			const content = text.slice(fence.contentStart, match.index);
			const builder = builders.get(fence.language) ?? new EmbeddedTextBuilder();
			builders.set(fence.language, builder);
			builder.addPiece(content, fence.contentStart);
			prose.push(
				text.slice(position, fence.contentStart),
				content.replace(/[^\n]+/g, (blanked) => ' '.repeat(blanked.length)),
			);
			position = match.index;
		}
		fence = undefined;
	}
	prose.push(text.slice(position));
	return {
		prose: prose.join(''),
		programs: [...builders].map(([language, builder]) => builder.build(language, (newText) => newText)),
	};
}

/** @returns `undefined` for output, logs and fences without a name. */
function languageOfFence(info: string): string | undefined {
	const name = /^\s*\{?\.?([\w#+-]+)/.exec(info)?.[1]?.toLowerCase();
	if (name === undefined || /^(?:text|txt|plaintext|output|log|diff|mermaid|markdown|md|none)$/.test(name))
		return undefined;
	const language = languageOf(`x.${fenceLanguages.get(name) ?? name}`, undefined);
	return language === 'plaintext' ? undefined : language;
}
