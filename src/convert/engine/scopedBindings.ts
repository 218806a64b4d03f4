import { countBefore } from './ascending';

/** The statement or default that gives a name its value. */
export interface Binding {
	readonly name: string;
	readonly nameStart: number;
	/** The expression. */
	readonly start: number;
	readonly end: number;
	/** Where the name is known. */
	readonly scopeStart: number;
	readonly scopeEnd: number;
	/** `self.name`, `this.name`: known to the whole class. */
	readonly isAttribute: boolean;
	/** The body of the class that it is a field of, for one that is read as `Config.name` from outside too. */
	readonly owner: ClassBody | undefined;
	/** Of that class; empty for what is no field. */
	readonly className: string;
}

export interface ClassBody {
	readonly scopeStart: number;
	readonly scopeEnd: number;
}

export interface Scope extends ClassBody {
	readonly owner?: ClassBody | undefined;
}

/** The bindings of one name. */
export class ScopedBindings {
	/** By scope, and within one in the order of the text. */
	private readonly byScope: readonly Binding[];
	/** For each of those, where the last of the scopes up to it ends. */
	private readonly lastEnds: readonly number[];
	/** For each of those, the index of the first one of its scope. */
	private readonly firsts: readonly number[];

	private byClass: Map<string, Binding> | undefined;

	/** A class has a field of this name, and something else has it too. */
	readonly hasRivals: boolean;

	/** @param all in the order of the text. */
	constructor(readonly all: readonly Binding[]) {
		this.hasRivals = all.length > 1 && all.some(({ owner }) => owner !== undefined);
		this.byScope = all.toSorted((a, b) => a.scopeStart - b.scopeStart);
		let last = 0;
		this.lastEnds = this.byScope.map(({ scopeEnd }) => (last = Math.max(last, scopeEnd)));
		let first = 0;
		this.firsts = this.byScope.map(({ scopeStart }, index) => {
			if (scopeStart !== this.byScope[first]?.scopeStart) first = index;
			return first;
		});
	}

	/** The innermost scope's around an offset, and there the last before the offset. */
	at(offset: number, isOfKind: (binding: Binding) => boolean): Binding | undefined {
		const { byScope, firsts, lastEnds } = this;
		const [only] = byScope;
		// As most names.
		if (!only || byScope.length === 1)
			return only && only.scopeStart <= offset && isKnownAt(only, offset) && isOfKind(only) ? only : undefined;
		let end = this.countWithin(offset);
		while (end > 0 && (lastEnds[end - 1] ?? 0) > offset) {
			const start = firsts[end - 1] ?? 0;
			const ofClass = this.hasRivals
				? this.nearest(start, end, offset, (each) => holds(each.owner, offset) && isOfKind(each))
				: undefined;
			const best = ofClass ?? this.nearest(start, end, offset, isOfKind);
			if (best) return best;
			end = start;
		}
		return undefined;
	}

	/** The last before an offset, else the first behind it, of those at some places. */
	private nearest(
		start: number,
		end: number,
		offset: number,
		isMeant: (binding: Binding) => boolean,
	): Binding | undefined {
		const { byScope } = this;
		const isPossible = (each: Binding | undefined): each is Binding =>
			each !== undefined && isKnownAt(each, offset) && isMeant(each);
		const before = start + countBefore(end - start, (index) => (byScope[start + index]?.nameStart ?? 0) < offset);
		for (let index = before - 1; index >= start; index--) {
			const each = byScope[index];
			if (isPossible(each)) return each;
		}
		for (let index = before; index < end; index++) {
			const each = byScope[index];
			if (isPossible(each)) return each;
		}
		return undefined;
	}

	/** The field of the class of that name. */
	fieldOf(className: string): Binding | undefined {
		if (!this.byClass) {
			this.byClass = new Map<string, Binding>();
			for (const each of this.all) if (!this.byClass.has(each.className)) this.byClass.set(each.className, each);
		}
		return className === '' ? undefined : this.byClass.get(className);
	}

	/** How many scopes begin at or before an offset. */
	private countWithin(offset: number): number {
		return countBefore(this.byScope.length, (index) => (this.byScope[index]?.scopeStart ?? 0) <= offset);
	}
}

/** Its scope has not ended before an offset. A name within its own value is another one. */
function isKnownAt({ start, end, scopeEnd }: Binding, offset: number): boolean {
	return offset < scopeEnd && !(start <= offset && offset < end);
}

/** The class of a field is the one around a place. */
export function holds(owner: ClassBody | undefined, offset: number): boolean {
	return owner !== undefined && owner.scopeStart <= offset && offset < owner.scopeEnd;
}
