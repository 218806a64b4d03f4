import { isObject } from '../json';

export type Path = readonly (string | number)[];

/** Something wrong in a file. */
export interface Problem {
	/** Names and indexes from the outside in. */
	readonly path: Path;
	/** A whole sentence. */
	readonly sentence: string;
	/** The name is wrong, not the value. */
	readonly isKey?: boolean;
}

/**
 * A value in a file, and where it stands. Every reader notes what is wrong and gives `undefined` then, so that all
 * mistakes of a file are told at once.
 */
export class Place {
	constructor(
		readonly value: unknown,
		readonly path: Path,
		readonly problems: Problem[],
		/** What the outermost value is called. */
		private readonly title = 'The file',
	) {}

	/** Notes a problem. @param complaint `must be a number` */
	refuse(complaint: string): void {
		this.problems.push({ path: this.path, sentence: `${this.name} ${complaint}.` });
	}

	/** The member, if the file has it. */
	get(member: string): Place | undefined {
		const value = isObject(this.value) && Object.hasOwn(this.value, member) ? this.value[member] : undefined;
		return value === undefined || value === null ? undefined : this.child(member, value);
	}

	/** The member, which must be there. */
	need(member: string): Place | undefined {
		const found = this.get(member);
		if (!found) this.refuse(`needs a member "${member}"`);
		return found;
	}

	/** Checks that it is a map with no other members. */
	only(members: readonly string[]): boolean {
		if (!isObject(this.value)) {
			this.refuse(`must be a map with ${listed(members)}${this.instead}`);
			return false;
		}
		for (const member of Object.keys(this.value)) {
			if (members.includes(member)) continue;
			this.problems.push({
				path: [...this.path, member],
				sentence: `"${member}" is not known ${this.path.length === 0 ? 'here' : `in ${this.name}`}; it may have ${listed(members)}.`,
				isKey: true,
			});
		}
		return true;
	}

	text(pattern?: RegExp, what = 'text'): string | undefined {
		if (typeof this.value === 'string' && (pattern?.test(this.value) ?? true)) return this.value;
		this.refuse(`must be ${what}${this.instead}`);
		return undefined;
	}

	oneOf<T extends string>(choices: readonly T[]): T | undefined {
		const found = choices.find((choice) => choice === this.value);
		if (found === undefined)
			this.refuse(`must be ${choices.map((choice) => `"${choice}"`).join(' or ')}${this.instead}`);
		return found;
	}

	flag(): boolean | undefined {
		if (typeof this.value === 'boolean') return this.value;
		this.refuse(`must be true or false${this.instead}`);
		return undefined;
	}

	number(least: number, most: number): number | undefined {
		const { value } = this;
		if (typeof value === 'number' && value >= least && value <= most) return value;
		this.refuse(`must be a number from ${least} to ${most}${this.instead}`);
		return undefined;
	}

	whole(least: number, most: number): number | undefined {
		const { value } = this;
		if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
		const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
		this.refuse(`must be a whole number ${range}${this.instead}`);
		return undefined;
	}

	/** What cannot be read is left out. */
	list<T>(read: (item: Place) => T | undefined): T[] | undefined {
		if (!Array.isArray(this.value)) {
			this.refuse(`must be a list${this.instead}`);
			return undefined;
		}
		return this.value.flatMap((item: unknown, index): T[] => {
			const result = read(this.child(index, item));
			return result === undefined ? [] : [result];
		});
	}

	/** Any names, each with a value of the same kind. */
	map<T>(read: (value: Place, name: string) => T | undefined): Record<string, T> | undefined {
		if (!isObject(this.value)) {
			this.refuse(`must be a map${this.instead}`);
			return undefined;
		}
		const entries = Object.entries(this.value).flatMap(([name, value]): [string, T][] => {
			const result = read(this.child(name, value), name);
			return result === undefined ? [] : [[name, result]];
		});
		return Object.fromEntries(entries);
	}

	private child(step: string | number, value: unknown): Place {
		return new Place(value, [...this.path, step], this.problems, this.title);
	}

	private get name(): string {
		return this.path.length === 0 ? this.title : this.path.join('.');
	}

	private get instead(): string {
		const text = this.value === undefined ? 'nothing' : JSON.stringify(this.value);
		return `, not ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
	}
}

/** The parts of an object that are there; the type then knows no `undefined`. */
export function present<T extends object>(members: { [K in keyof T]: T[K] | undefined }): Partial<T> {
	return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function listed(members: readonly string[]): string {
	return members.length < 2 ? members.join('') : `${members.slice(0, -1).join(', ')} and ${members.at(-1) ?? ''}`;
}

export const regionPattern = /^[a-z]{2}(-[a-z]+)+-[0-9]+$/;
export const regionText = 'a Region’s code such as us-east-1';
