import type { Names } from './names';
import type { Binding } from './scopedBindings';
import type { NamedRegion } from './regionNames';
import { siteOf } from './sites';
import type { SourceText } from './sourceText';

/** Where the client of a Region is known; everywhere if its end is -1. */
interface Scope {
	readonly start: number;
	readonly end: number;
}

const everywhere: Scope = { start: 0, end: -1 };

/** Says of the Regions of one text which of them are those of clients that a function keeps to itself. */
export class ClientScopes {
	private readonly known = new Map<NamedRegion, Scope>();

	constructor(
		private readonly source: SourceText,
		private readonly names: Names,
	) {}

	of(mention: NamedRegion): Scope {
		let scope = this.known.get(mention);
		if (!scope) this.known.set(mention, (scope = this.scopeOf(mention)));
		return scope;
	}

	private scopeOf(mention: NamedRegion): Scope {
		if (this.source.language === 'terraform') return blockOf(this.source, mention.start) ?? everywhere;
		if (this.source.syntax.family !== 'code' || this.source.language.startsWith('json')) return everywhere;
		const { target, statement } = siteOf(this.source, mention.start, mention.end);
		const binding = target === '' ? undefined : this.names.bindingOf(target, statement.end);
		if (!binding || binding.isAttribute || binding.start > mention.start || binding.end < mention.end)
			return everywhere;
		const { scopeStart, scopeEnd } = binding;
		if (scopeStart === 0 || this.isDeclaredOutside(binding) || this.isKeptForOthers(binding)) return everywhere;
		// What makes the client for everyone makes it for the whole text.
		const maker = this.names.functionAround(mention.start);
		const isMaker = maker
			? /^(?:_*init_*|initialize|constructor|main|setup|configure\w*|(?:create|make|get|build|new)[_A-Z]\w*|(?:\w+_)?client|\w+Client)$/.test(
					maker.name,
				)
			: /\b(?:init|constructor|initialize|main)\s*\(/.test(
					this.source.code.slice(Math.max(0, scopeStart - 120), scopeStart),
				);
		return isMaker ? everywhere : { start: scopeStart, end: scopeEnd };
	}

	/** `client = …` in a function that does not declare it: a field, or a variable around the function. */
	private isDeclaredOutside({ name, nameStart, scopeStart }: Binding): boolean {
		const { code, language } = this.source;
		if (!declaring.test(language)) return false;
		if (code.slice(this.source.lineStart(nameStart), nameStart).trim() !== '') return false;
		const from = Math.max(scopeStart, nameStart - farthestDeclaration);
		for (let at = code.whole.indexOf(name, from); at < nameStart; at = code.whole.indexOf(name, at + 1)) {
			const isDeclared = /[\w>\]?]\s$/.test(code.slice(Math.max(0, at - 2), at));
			if (isDeclared && /^\s*[;,=:)]/.test(code.slice(at + name.length, at + name.length + 8))) return false;
		}
		return true;
	}

	/** `this.traced = new Traced(client)`: what a function makes for itself is kept for others within another object. */
	private isKeptForOthers({ name, scopeStart, scopeEnd }: Binding, depth = 0): boolean {
		if (!declaring.test(this.source.language) || depth > 2) return false;
		const uses = this.names.usesOf(name).filter((use) => scopeStart <= use && use < scopeEnd);
		return uses.slice(0, mostUses).some((use) => {
			const { frames, target, statement } = siteOf(this.source, use, use + name.length);
			if (frames.length === 0 || target === '') return false;
			if (/^\s*this\.\w+\s*=/.test(this.source.code.slice(statement.start, statement.start + 120))) return true;
			const kept = this.names.bindingOf(target, statement.end);
			if (!kept || kept.name === name || kept.scopeStart < scopeStart) return false;
			return this.isDeclaredOutside(kept) || this.isKeptForOthers(kept, depth + 1);
		});
	}
}

/** Languages in which a variable is declared, with a word or its type, before it is given a value. */
const declaring = /^(?:java|csharp|kotlin|swift|scala|javascript|typescript|javascriptreact|typescriptreact)$/;

/** So far back, in UTF-16 units, a function is searched for the declaration of a variable. */
const farthestDeclaration = 4_000;

/** So many uses of a variable are looked at. */
const mostUses = 10;

/** Terraform: the resource or module whose own settings a place stands among. */
function blockOf(source: SourceText, place: number): Scope | undefined {
	let outermost = source.bracketHolding(place);
	for (let parent = outermost; parent; parent = source.brackets.at(parent.parent)) outermost = parent;
	if (!outermost) return undefined;
	const head = source.text.slice(Math.max(0, outermost.open - 200), outermost.open);
	return /\b(?:resource|module|data)\s+"[^"\n]*"(?:\s+"[^"\n]*")?\s*$/.test(head)
		? { start: outermost.open, end: outermost.close }
		: undefined;
}
