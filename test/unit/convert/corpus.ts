import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One occurrence as people labelled it. */
export interface Label {
	readonly offset: number;
	readonly id: string;
	readonly decision: 'convert' | 'leave' | 'either';
	/** The profile ID that belongs there. */
	readonly replacement?: string;
	/** The code of the reason, where the label names it. */
	readonly reason?: string;
}

export interface CorpusFile {
	readonly path: string;
	readonly text: string;
	readonly labels: readonly Label[];
}

const folder = join(import.meta.dirname, '../../fixtures/convert');

/**
 * Reads the labelled corpus of single files. A file of it holds many small files, each below `=== path`; a mark stands before each ID:
 * `⟦us⟧` converts to the profile of that region set, `⟦=ID⟧` to that ID, `⟦-reason⟧` and `⟦-⟧` stay as they are, `⟦?⟧` is
 * not judged. What follows a `:` in the mark is the ID that the characters stand for.
 */
export function readCorpus(): readonly CorpusFile[] {
	return readFilesOf('corpus').flatMap(({ files }) => files);
}

/** Reads the labelled projects, whose files are judged by each other; the same marks. */
export function readProjects(): readonly { readonly name: string; readonly files: readonly CorpusFile[] }[] {
	return readFilesOf('projects');
}

function readFilesOf(kind: string): readonly { readonly name: string; readonly files: readonly CorpusFile[] }[] {
	return readdirSync(join(folder, kind)).map((name) => {
		const [, ...files] = readFileSync(join(folder, kind, name), 'utf8').split(/^=== /m);
		return { name: name.replace(/\.txt$/, ''), files: files.map(readFile) };
	});
}

function readFile(marked: string): CorpusFile {
	const lineEnd = marked.indexOf('\n');
	const labels: Label[] = [];
	let text = '';
	for (const [index, part] of marked
		.slice(lineEnd + 1)
		.split('⟦')
		.entries()) {
		if (index === 0) {
			text = part;
			continue;
		}
		const close = part.indexOf('⟧');
		labels.push(labelOf(part.slice(0, close), text.length, part.slice(close + 1)));
		text += part.slice(close + 1);
	}
	return { path: marked.slice(0, lineEnd).trim(), text, labels };
}

function labelOf(mark: string, offset: number, after: string): Label {
	const written = /^[A-Za-z0-9_.:%*-]+?(?=[.:]?(?:[^A-Za-z0-9_.:%*-]|$))/.exec(after)?.[0] ?? '';
	const constant = /^(?:-\w+|=.+?:[0-9]+):(.+)$/.exec(mark)?.[1];
	const id = constant ?? written.replaceAll(/%3A/gi, ':');
	if (mark === '?') return { offset, id, decision: 'either' };
	if (mark.startsWith('-')) {
		const reason = /^-(\w+)/.exec(mark)?.[1];
		return { offset, id, decision: 'leave', reason };
	}
	if (mark.startsWith('=')) {
		return {
			offset,
			id,
			decision: 'convert',
			replacement: constant ? mark.slice(1, -constant.length - 1) : mark.slice(1),
		};
	}
	return { offset, id, decision: 'convert', replacement: `${mark}.` };
}
