import hljs from 'highlight.js/lib/core';
import type { Emitter, LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import csharp from 'highlight.js/lib/languages/csharp';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { terraform } from './terraformGrammar';

/** Coloured code: text, or text of one kind. */
export type HighlightNode = string | HighlightSpan;
interface HighlightSpan {
	className: string;
	children: HighlightNode[];
}

/** Each grammar with the names that fences give it. A map, so that `__proto__` and `constructor` are no languages. */
const grammars: readonly (readonly [LanguageFn, string])[] = [
	[bash, 'bash sh shell zsh console shellscript'],
	[csharp, 'csharp cs c# dotnet'],
	[diff, 'diff patch'],
	[go, 'go golang'],
	[ini, 'ini toml properties dotenv env'],
	[java, 'java'],
	[json, 'json jsonc json5 jsonl'],
	[kotlin, 'kotlin kt kts'],
	[markdown, 'markdown md'],
	[python, 'python py python3 pyi'],
	[rust, 'rust rs'],
	[sql, 'sql'],
	[terraform, 'terraform tf hcl'],
	// The grammar of TypeScript holds all of JavaScript's.
	[typescript, 'javascript js jsx mjs cjs javascriptreact typescript ts tsx mts cts typescriptreact'],
	[xml, 'xml html xhtml svg htm'],
	[yaml, 'yaml yml'],
];

const languages = new Map(
	grammars.flatMap(([grammar, names]) => names.split(' ').map((name) => [name, grammar] as const)),
);

/** Collects what the highlighter finds as nodes; its own emitter would write HTML. */
class NodeEmitter implements Emitter {
	readonly root: HighlightSpan = { className: '', children: [] };
	private readonly open: HighlightSpan[] = [this.root];

	addText(text: string): void {
		if (text !== '') this.open.at(-1)?.children.push(text);
	}

	startScope(scope: string): void {
		const span = { className: classOf(scope), children: [] };
		this.open.at(-1)?.children.push(span);
		this.open.push(span);
	}

	endScope(): void {
		if (this.open.length > 1) this.open.pop();
	}

	/** What highlight.js 11 calls for most scopes, beside the documented names. */
	openNode(scope: string): void {
		this.startScope(scope);
	}

	closeNode(): void {
		this.endScope();
	}

	__addSublanguage(emitter: Emitter, name: string): void {
		if (!(emitter instanceof NodeEmitter)) return;
		this.open.at(-1)?.children.push({ className: name ? `language-${name}` : '', children: emitter.root.children });
	}

	finalize(): void {
		this.open.length = 1;
	}

	toHTML(): string {
		return '';
	}
}

const highlighter = hljs.newInstance();
highlighter.configure({ __emitter: NodeEmitter });
for (const [grammar, names] of grammars) highlighter.registerLanguage(names.split(' ')[0] ?? '', grammar);

/**
 * @param language as written after the fence, in any case.
 * @returns `undefined` for a language that is not known, or code that its grammar gives up on.
 */
export function highlightNodes(code: string, language: string): readonly HighlightNode[] | undefined {
	const grammar = languages.get(language.toLowerCase());
	const name = grammars.find(([each]) => each === grammar)?.[1].split(' ')[0];
	if (name === undefined) return undefined;
	const result = highlighter.highlight(code, { language: name, ignoreIllegals: true });
	return result._emitter instanceof NodeEmitter && !result.errorRaised ? result._emitter.root.children : undefined;
}

/** `title.function` is `hljs-title function_`, as in the themes for highlight.js. */
function classOf(scope: string): string {
	if (scope.startsWith('language:')) return scope.replace('language:', 'language-');
	const [first = '', ...rest] = scope.split('.');
	return [`hljs-${first}`, ...rest.map((part, index) => part + '_'.repeat(index + 1))].join(' ');
}
