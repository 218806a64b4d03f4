import type { FunctionSpan } from './functionSpans';
import { grouped } from '../../bedrock/grouped';
import type { Catalogue } from '../../bedrock/catalogue';
import { alternativesIn } from './alternatives';
import { countBelow } from './ascending';
import { isOfName } from './characters';
import { keptBy, keptName, keyAskedFor, keyOfClient } from './clientKeys';
import { declaredTypes } from './declaredTypes';
import { baseArguments, baseClassAround, baseFromOutside, classNameAround } from './enclosingClass';
import { fieldWithDefault } from './fieldDefaults';
import { typesOfHolder, valuesOfMember } from './heldClients';
import { splitList } from './listEntries';
import type { Names } from './names';
import type { NamedRegion } from './regionNames';
import { findMentions, findSettings, type RegionSetting } from './regionSettings';
import type { Binding } from './scopedBindings';
import { isForOneCommand } from './shellCommand';
import type { SourceText } from './sourceText';
import { pauses } from './steps';

/** What an expression comes to. */
export interface Resolved {
	readonly regions: ReadonlySet<string>;
	/** Where the Region stands. */
	readonly at: number | undefined;
	/** The expression speaks of the bedrock-mantle endpoint. */
	readonly isMantle: boolean;
	/** It is a field of what a function looks up when it runs: `tenant.region`. */
	readonly isOfData: boolean;
	/** Names in the expression that the text gives no value: of an import, of a variable of the environment. */
	readonly unknown: readonly string[];
}

export const nothing: Resolved = { regions: new Set(), at: undefined, isMantle: false, isOfData: false, unknown: [] };

const mostUnknown = 12;
/** In UTF-16 units. */
const longestChoice = 400;

/** `os.environ["X"]`, `process.env.X`, `getenv("X")`, `${X}`, `os.environ/X`, `!Ref X`, `var.x`, `app.config["X"]`, Java's `getProperty("x")`, R's `getOption("x")` */
const outsideName =
	/(?:environ(?:\.get)?|[gG]etenv|GetEnvironmentVariable|env|ENV(?:\.fetch)?|Ref|var|local)[\s.(["'/]{1,4}(\w*region\w*)|[$%#]\{?\{?\s*(\w*region\w*)|(?:config|settings|section)\w*[?!]?\.(?:get(?:OrThrow|String|Optional)?|property(?:OrNull)?)(?:<[\w\s|]{1,40}>|\[\w{1,40}\])?\(\s*["']([\w.:-]*region\w*)|(?:\.config\[|\bgetOption\(|\.getProperty\()\s*["']([\w.]*region\w*)/gi;

const memberPath = /^([A-Za-z_$][\w$]*)((?:\??\.[A-Za-z_$][\w$]*|\[["'][\w-]+["']\]){2,4})(?![\w$(.[])/;

const fieldOfData = /^([A-Za-z_$][\w$]*)(?:\??\.\w*region\w*|\[["']\w*region["']\])(?!\s*[\w$(.])/i;
/** A call, of nothing that settings, options and clients are called, and not of a class. */
const lookUp =
	/^(?![^(]*(?:[cC]onf|cfg|[sS]ett|[eE]nv|[aA]rg|[oO]pt|[pP]ro[fp]|[sS]ess|[cC]lient|[dD]efault|[lL]oad|[rR]ead|yaml|[pP]ars|[aA]ws))[\w$]+=(?:await\s+)?(?:[\w$]+\.)*[a-z_]\w*\(/;

/** `Clients.Virginia()`: what a class of the project's own makes. */
const makerOf = /^((?!Amazon|Aws|\w*Bedrock|\w*Region|\w*Builder)[A-Z]\w*(?:\.|::)[A-Za-z]\w*)\(/;

/** `REGIONS.get(tenant, "`, `REGIONS[tenant] ?? "` */
const lookedUpBefore =
	/([A-Za-z_$][\w$]*)(?:\.get\(\s*[\w$.]{1,60}\s*,\s*|(?:\[[\w$.]{1,60}\]|\.get\([\w$.]{1,60}\))\s*(?:\?\?|\|\||or)\s*)["'`]$/;

/** How {@link lookedUpBefore} ends; most text before a Region is not read further than this. */
const endsLookUp = /(?:,|\?\?|\|\||or)\s*["'`]$/;

const constantPath =
	/^(?!(?:self|this|Self|cls|super|os|process|boto3|aws|settings|config)\b)([A-Za-z_$][\w$]*)(?:\.|::)([A-Za-z_$][\w$]*)(?:\.value)?(?![\w$(.[:])/;

/** Follows an expression to the Regions in it: directly, through names, and through the functions that it calls. */
export class RegionResolver {
	private readonly settingsByBracket: ReadonlyMap<number, readonly RegionSetting[]>;
	/** By the offset of the expression; also keeps names that go round in a circle from doing so for ever. */
	private readonly resolved = new Map<number, { value: Resolved; depth: number; isCut: boolean }>();
	/** Something was not followed any further: from nearer it may come to more. */
	private isCut = false;
	/** Of the Regions. */
	private readonly starts: readonly number[];

	private constructor(
		private readonly source: SourceText,
		private readonly names: Names,
		/** The Regions of the text that no comment holds. */
		readonly mentions: readonly NamedRegion[],
		readonly settings: readonly RegionSetting[],
	) {
		this.starts = mentions.map(({ start }) => start);
		this.settingsByBracket = grouped(settings, ({ bracket }) => bracket);
	}

	/** For a thread that has other things to do: between the steps it may. */
	static *readInSteps(source: SourceText, names: Names, catalogue: Catalogue): Generator<void, RegionResolver> {
		const mentions = yield* findMentions(source, catalogue);
		if (pauses()) yield;
		const settings = yield* findSettings(source);
		if (pauses()) yield;
		return new RegionResolver(source, names, mentions, settings);
	}

	settingsIn(bracket: number): readonly RegionSetting[] {
		return this.settingsByBracket.get(bracket) ?? [];
	}

	settingsBetween(start: number, end: number): readonly RegionSetting[] {
		if (this.settings.length > 200) return [];
		return this.settings.filter((setting) => setting.start > start && setting.start < end);
	}

	/** The Regions that stand in a stretch of the text. */
	mentionsIn(start: number, end: number): readonly NamedRegion[] {
		let at = countBelow(this.starts, start);
		const found: NamedRegion[] = [];
		for (let mention = this.mentions[at]; mention && mention.start < end; mention = this.mentions[++at])
			found.push(mention);
		return found;
	}

	resolve(start: number, end: number, depth = 0): Resolved {
		const known = this.resolved.get(start);
		if (known && (!known.isCut || known.depth <= depth)) {
			this.isCut ||= known.isCut;
			return known.value;
		}
		this.resolved.set(start, { value: nothing, depth, isCut: false });
		const wasCut = this.takeCut();
		const value = this.compute(start, end, depth);
		const isCut = this.takeCut() && value.regions.size === 0;
		this.resolved.set(start, { value, depth, isCut });
		this.isCut = wasCut || isCut;
		return value;
	}

	private takeCut(): boolean {
		const { isCut } = this;
		this.isCut = false;
		return isCut;
	}

	private compute(start: number, end: number, depth: number): Resolved {
		const inside = this.mentionsIn(start, end);
		const text = this.source.text.slice(start, Math.min(end, start + 4_000));
		const isMantle = /mantle/i.test(text);
		if (inside.length > 0) {
			const [only, other] = inside;
			const all = only && !other ? [only, ...this.rivalsOf(only)] : inside;
			return { ...nothing, regions: new Set(all.map(({ region }) => region)), at: inside[0]?.start, isMantle };
		}
		if (depth >= 5) {
			this.isCut = true;
			return { ...nothing, isMantle };
		}
		let result: Resolved = { ...nothing, isMantle };
		const code = this.source.code.slice(start, Math.min(end, start + 4_000));
		let readTo = 0;
		for (const match of code.matchAll(/[A-Za-z_$][\w$]*/g)) {
			if (match.index < readTo) continue;
			const member = this.memberAt(start + match.index, start + code.length);
			if (member) {
				result = join(result, member.value);
				readTo = match.index + member.length;
				continue;
			}
			// The label of an argument, and a member of something else.
			if (
				/^\s*(?:=(?![=>])|:(?!:))/.test(
					code.slice(match.index + match[0].length, match.index + match[0].length + 20),
				) &&
				!/\?\s*$/.test(code.slice(Math.max(0, match.index - 8), match.index))
			)
				continue;
			if (
				/(?<!self|this|Self)(?:\.|->|::)$/.test(code.slice(Math.max(0, match.index - 8), match.index)) &&
				!/region|config|client|session/i.test(match[0])
			) {
				continue;
			}
			const value = this.resolveName(match[0], start + match.index, depth + 1);
			const maker = value.unknown.includes(match[0])
				? makerOf.exec(code.slice(match.index, match.index + 120))?.[1]
				: undefined;
			result = join(
				result,
				maker === undefined ? value : { ...value, unknown: [maker.replace('::', '.'), ...value.unknown] },
			);
		}
		if (result.regions.size > 0) return result;
		const key = keyAskedFor(this.source, text);
		if (key !== undefined) return join(this.ofKey(key), result);
		const outside = [...text.slice(0, 400).matchAll(outsideName)].map(
			([, quoted, held, asked, configured]) => quoted ?? held ?? asked ?? configured ?? '',
		);
		const several = result.unknown.length > 1 && code.length < longestChoice ? alternativesIn(code) : undefined;
		const all = several === undefined ? result : join({ ...nothing, unknown: [several] }, result);
		return join(all, { ...nothing, unknown: outside });
	}

	/** `REGIONS.get(tenant, "us-east-1")`: what holds for whom the table says nothing, and what the table says of the others. */
	rivalsOf({ start }: NamedRegion): readonly NamedRegion[] {
		if (!endsLookUp.test(this.source.text.slice(Math.max(0, start - 8), start))) return [];
		const table = lookedUpBefore.exec(this.source.text.slice(Math.max(0, start - 160), start))?.[1];
		const [held] = table === undefined ? [] : this.names.allBindingsOf(table);
		return held ? this.mentionsIn(held.start, held.end) : [];
	}

	/** `settings.bedrock.region`, where `settings` is an object of the text: the value of that very entry. */
	memberAt(start: number, end: number): { value: Resolved; length: number } | undefined {
		const text = this.source.text.slice(start, Math.min(end, start + 120));
		const constant = this.constantAt(start, text);
		if (constant) return constant;
		const ofData = this.fieldOfDataAt(start, text);
		if (ofData) return ofData;
		const path = memberPath.exec(text);
		if (!path) return undefined;
		const [whole, name = '', keys = ''] = path;
		const parts = keys.match(/[\w$-]+/g) ?? [];
		const value = this.resolveMember([name, ...parts], start);
		if (value) return { value, length: whole.length };
		// An object of another text: what it is asked for is known there.
		const isOutside = /region$/i.test(parts.at(-1) ?? '') && !this.names.bindingOf(name, start);
		if (!isOutside) return undefined;
		const holders = [name, ...declaredTypes(this.source, name)];
		return {
			value: { ...nothing, unknown: holders.map((holder) => [holder, ...parts].join('.')) },
			length: whole.length,
		};
	}

	/** `tenant.region` of `tenant = get_tenant(id)` in a function. */
	private fieldOfDataAt(start: number, text: string): { value: Resolved; length: number } | undefined {
		const field = fieldOfData.exec(text);
		const holder = field?.[1] ?? '';
		const binding = field && this.names.bindingOf(holder, start);
		if (!binding || binding.scopeStart === 0) return undefined;
		const made = `${holder}=${this.source.code.slice(binding.start, binding.start + 80)}`;
		return lookUp.test(made) ? { value: { ...nothing, isOfData: true }, length: field[0].length } : undefined;
	}

	/** `Regions.PRIMARY`: a constant of a class or of an object, of this text or of another one. */
	private constantAt(start: number, text: string): { value: Resolved; length: number } | undefined {
		const path = constantPath.exec(text);
		if (!path) return undefined;
		const [{ length }, name = '', key = ''] = path;
		const value = this.resolveMember([name, key], start);
		if (value && (value.regions.size > 0 || value.unknown.length > 0)) return { value, length };
		// What is named for a Region is also a setting's name.
		if (value || /region/i.test(key) || this.names.bindingOf(name, start)) return undefined;
		// What is given, or a field, is an object of the class that it is declared as.
		const holders = [...(this.isGiven(name, start) ? [] : [name]), ...declaredTypes(this.source, name)];
		if (holders.length === 0) return undefined;
		return { value: { ...nothing, unknown: holders.map((holder) => `${holder}.${key}`) }, length };
	}

	/** A parameter of the function around a place. */
	private isGiven(name: string, offset: number): boolean {
		const own = this.names.functionAround(offset);
		return own !== undefined && holdsName(this.source.code.slice(own.open, own.close), name);
	}

	/** @param path the object's name, and its keys. @returns `undefined` where it is no object of the text. */
	resolveMember([name = '', ...keys]: readonly string[], offset: number, depth = 0): Resolved | undefined {
		const binding = this.names.bindingOf(name, offset);
		const [key = '', deeper] = keys;
		const field = binding || deeper !== undefined ? undefined : this.names.fieldOf(name, key);
		const entry = binding ? this.entryAt(binding, keys) : field;
		return entry && this.resolve(entry.start, entry.end, depth + 1);
	}

	/** `clients.eu`, of an object whose class is known: what that member is of that very class. */
	ofHeld(name: string, key: string, offset: number): Resolved | undefined {
		const types = typesOfHolder(this.source, this.names, name, offset);
		const own = types.map((type) => this.ofClass(type, key)).reduce(join, nothing);
		if (types.length === 0 || own.regions.size > 0) return types.length === 0 ? undefined : own;
		return { ...nothing, unknown: types.map((type) => `${type}.${key}`) };
	}

	/** What a class of the text gives its member of that name. */
	ofClass(className: string, key: string): Resolved {
		return this.ofAll(valuesOfMember(this.source, this.names, className, key));
	}

	private ofAll(values: readonly { start: number; end: number }[]): Resolved {
		return values.map(({ start, end }) => this.resolve(start, end)).reduce(join, nothing);
	}

	/** The entry of an object, by its keys. */
	private entryAt(
		value: { start: number; end: number },
		keys: readonly string[],
	): { start: number; end: number } | undefined {
		let { start, end } = value;
		for (const key of keys) {
			const space = /^\s*/.exec(this.source.code.slice(start, start + 100))?.[0].length ?? 0;
			const bracket = this.source.brackets.openingAt(start + space);
			if (!bracket || this.source.code.charAt(bracket.open) !== '{') return undefined;
			const value = splitList(this.source, bracket.open, bracket.close).flatMap((entry) => {
				const text = this.source.text.slice(entry.start, entry.end);
				// `{ virginia, ireland }`
				if (text.trim() === key) return entry;
				const label = entryLabel.exec(text);
				return label?.[1] === key ? { start: entry.start + label[0].length, end: entry.end } : [];
			})[0];
			if (!value) return undefined;
			({ start, end } = value);
		}
		return { start, end };
	}

	/** What a name stands for at an offset: a variable, a parameter as its callers give it, or a function's body. */
	resolveName(name: string, offset: number, depth = 0): Resolved {
		if (depth > 5 || /^(?:self|this|new|await|None|null|true|false|boto3|os|process)$/.test(name)) return nothing;
		// The library of Pulumi and others, unless it is an object with a Region.
		if (name === 'aws' && !/^aws\??\.\w*region/i.test(this.source.code.slice(offset, offset + 40))) return nothing;
		const binding = this.names.bindingOf(name, offset);
		const taken = binding && takenApart(this.source, name, binding);
		if (taken !== undefined) return { ...nothing, unknown: [taken] };
		const value = this.names
			.bindingsAt(name, offset)
			.filter((each) => !this.isOfOtherCommand(each, offset))
			.map(({ start, end }) => this.resolve(start, end, depth + 1))
			.reduce(join, nothing);
		if (binding) {
			if (value.regions.size > 0 || value.isMantle || !this.names.functionOpening(binding.scopeStart)) return value;
		}
		const key = keyOfClient(this.source, name, offset);
		const kept = key === undefined ? nothing : this.ofKey(key);
		if (kept.regions.size > 0) return kept;
		const own = key === undefined ? this.names.functionAround(offset) : undefined;
		const callers = own && this.fromCallers(name, own, depth);
		if (callers) return callers;
		// The last character, from where others ask, is behind every function.
		const last = this.source.text.length - 1;
		const isWithin = ({ open, bodyEnd }: FunctionSpan): boolean => open < offset && offset < Math.min(bodyEnd, last);
		const called = this.names.functionsNamed(name).find((each) => !isWithin(each));
		if (called) return this.resolve(called.open, called.bodyEnd, depth + 1);
		const ofOption = this.ofOption(name);
		if (ofOption.regions.size > 0) return join(value, ofOption);
		const given = this.givenToBase(offset);
		if (given) return given;
		const base = baseClassAround(this.source, offset);
		// `agent = SummaryAgent()`: what makes its client is maybe known of what that class inherits from.
		const inherited = baseFromOutside(this.source, name);
		const bases = [base, inherited].filter((each) => each !== undefined);
		const types = [...declaredTypes(this.source, name), ...bases];
		return join(join(value, kept), { ...nothing, unknown: binding ? types : [name, ...types] });
	}

	/** A shell's `AWS_REGION=eu-west-1 python a.py`, for a place outside of that command. */
	private isOfOtherCommand({ nameStart, start }: Binding, offset: number): boolean {
		return (
			this.source.syntax.family === 'shell' &&
			this.source.lineStart(nameStart) !== this.source.lineStart(offset) &&
			isForOneCommand(this.source, nameStart, start)
		);
	}

	/** What a container keeps by a key, of this text or of another one. */
	private ofKey(key: string): Resolved {
		const own = this.keptBy(key);
		return own.regions.size > 0 ? own : { ...nothing, unknown: [keptName(key)] };
	}

	/** What this text gives a container to keep by a key. */
	keptBy(key: string): Resolved {
		return this.ofAll(keptBy(this.source, this.names, key));
	}

	/** `args.region`, or the parameter of a command: what `"--region", default="…"` gives it. */
	private ofOption(name: string): Resolved {
		if (this.source.syntax.family !== 'code' || !/^(?:aws_?|bedrock_?)?region(?:_?name)?$/i.test(name)) return nothing;
		if (this.source.language === 'rust') return this.ofAttribute(name);
		const options = this.settings.filter(({ start }) => this.source.text.slice(start, start + 2) === '--');
		const [only, other] = options;
		if (!only || other) return nothing;
		const call = this.source.brackets.at(only.bracket);
		const inside = call ? this.mentionsIn(call.open, call.close) : [];
		return { ...nothing, regions: new Set(inside.map(({ region }) => region)), at: inside[0]?.start };
	}

	/** A member that is inherited is made of what the class gives to its base. */
	private givenToBase(offset: number): Resolved | undefined {
		const given = baseArguments(this.source, offset);
		const [only, other] = given ? this.mentionsIn(given.start, given.end) : [];
		return only && !other ? { ...nothing, regions: new Set([only.region]), at: only.start } : undefined;
	}

	/** `#[arg(default_value = "eu-west-1")] region: String` */
	private ofAttribute(name: string): Resolved {
		const mention = this.mentions.find((each) => fieldWithDefault(this.source, each) === name);
		return mention ? { ...nothing, regions: new Set([mention.region]), at: mention.start } : nothing;
	}

	/** `REGIONS.map((region) => …)`: what the function is given is each of the list. */
	private eachOf(open: number, depth: number): Resolved | undefined {
		const before = this.source.code.slice(Math.max(0, open - 100), open);
		const list = /([A-Za-z_$][\w$]*)\.(?:map|flatMap|forEach)\(\s*(?:async\s*)?$/.exec(before);
		return list?.[1] === undefined
			? undefined
			: this.resolveName(list[1], open - before.length + list.index, depth + 1);
	}

	private fromCallers(
		name: string,
		own: { name: string; open: number; close: number },
		depth: number,
	): Resolved | undefined {
		const parameters = splitList(this.source, own.open, own.close);
		const position = parameters.findIndex(({ start, end }) =>
			holdsName(this.source.code.slice(start, end).replace(/=[^=]*$/, ''), name),
		);
		if (position === -1) return undefined;
		if (own.name === '') return position === 0 ? this.eachOf(own.open, depth) : undefined;
		// Who makes an object calls its class.
		const isMaker = /^(?:__init__|constructor)$/.test(own.name);
		const called = isMaker ? classNameAround(this.source, own.open) : own.name;
		if (called === undefined) return undefined;
		let result: Resolved | undefined;
		// A method's own `self` is no argument of its callers.
		const shift = /^\s*(?:self|cls|&?self|&mut self)\b/.test(this.source.code.slice(own.open + 1, own.open + 12))
			? 1
			: 0;
		for (const use of this.names.usesOf(called)) {
			if (use > own.open && use < own.close) continue;
			if (isMaker && /\bclass\s+$/.test(this.source.code.slice(Math.max(0, use - 8), use))) continue;
			const open = this.source.code.indexOf('(', use, use + called.length + 60);
			// What stands before its own parameters is the function itself.
			if (open === -1 || open === own.open) continue;
			if (this.source.code.slice(use + called.length, open).trim() !== '') continue;
			const bracket = this.source.bracketHolding(open + 1);
			if (bracket?.open !== open) continue;
			const given = splitList(this.source, open, bracket.close);
			const labelled = given.find(({ start, end }) => isLabelled(this.source.code.slice(start, end).trimStart(), name));
			const argument = labelled ?? given[position - shift];
			if (!argument) continue;
			const value = this.resolve(argument.start, argument.end, depth + 1);
			result = result ? join(result, value) : value;
		}
		return result;
	}
}

/**
 * What a name is called where it comes from: `const { client } = require("./clients")`, and the variable of the environment
 * in `const { AWS_REGION: region } = process.env`.
 */
function takenApart({ code }: SourceText, name: string, { nameStart, start }: Binding): string | undefined {
	const made = code.slice(start, start + 40);
	if (/^\s*(?:await\s+)?(?:require|import)\s*\(/.test(made)) return name;
	if (!/^(?:process|import\.meta|Bun)\.env\b(?![.[?])/.test(made) || code.charAt(nameStart) !== '{') return undefined;
	const keys = code.slice(nameStart, Math.min(start, nameStart + 500));
	return new RegExp(`([\\w$]+)\\s*:\\s*${name.replaceAll('$', '\\$')}\\b`).exec(keys)?.[1] ?? name;
}

/** What stands before the value in an object or a hash. */
const entryLabel = /^\s*["']?([\w$-]+)["']?\s*(?:=>|[:=])/;

export function join(a: Resolved, b: Resolved): Resolved {
	if (b.regions.size === 0 && !b.isMantle && !b.isOfData && b.unknown.length === 0) return a;
	const more = b.unknown.filter((name) => !a.unknown.includes(name));
	return {
		regions: a.regions.size === 0 ? b.regions : new Set([...a.regions, ...b.regions]),
		at: a.at ?? b.at,
		isMantle: a.isMantle || b.isMantle,
		isOfData: a.isOfData || b.isOfData,
		unknown: [...a.unknown, ...more].slice(0, mostUnknown),
	};
}

function holdsName(code: string, name: string): boolean {
	for (let at = code.indexOf(name); at !== -1; at = code.indexOf(name, at + 1)) {
		if (!isOfName(code.charCodeAt(at - 1)) && !isOfName(code.charCodeAt(at + name.length))) return true;
	}
	return false;
}

/** `name=…`, `name: …` */
function isLabelled(argument: string, name: string): boolean {
	return argument.startsWith(name) && /^\s*[=:]/.test(argument.slice(name.length));
}
