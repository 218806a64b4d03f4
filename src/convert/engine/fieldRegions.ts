import { classesAround, classNameAround, type ClassSpan } from './enclosingClass';
import type { Names } from './names';
import { join, nothing, type RegionResolver, type Resolved } from './regionValues';
import type { SourceText } from './sourceText';

/** What the fields of a class say of a Region, to those beside them. */
export class FieldRegions {
	constructor(
		private readonly source: SourceText,
		private readonly names: Names,
		private readonly resolver: RegionResolver,
	) {}

	/** The Regions among the fields of the class that a field belongs to: `class EuConfig { region = "…"; model = "…" }`. */
	around(offset: number): Resolved | undefined {
		if (this.source.syntax.family !== 'code' || this.resolver.mentions.length === 0) return undefined;
		const body = this.names.fieldsAround(offset);
		if (!body) return undefined;
		const isOwn = (place: number): boolean => this.names.fieldsAround(place)?.scopeStart === body.scopeStart;
		return this.ofFields(body.scopeStart, body.scopeEnd, isOwn) ?? this.ofInheritedFields(offset);
	}

	/** What the fields of a class say; `undefined` where none speaks of a Region. */
	private ofFields(from: number, to: number, isField: (place: number) => boolean): Resolved | undefined {
		const values = this.resolver
			.settingsBetween(from, to)
			.filter(({ start }) => isField(start))
			.map(({ valueStart, valueEnd }) => this.resolver.resolve(valueStart, valueEnd));
		// C#: `public string Region { get; set; } = "…";`
		const named = this.resolver
			.mentionsIn(from, to)
			.filter(
				({ start }) =>
					/region\w*\s*\{[^{}]*\}\s*=\s*"$/i.test(this.source.text.sliceOfLineBefore(start, 120)) && isField(start),
			);
		const ofMentions = named.map(({ region, start }) => ({ ...nothing, regions: new Set([region]), at: start }));
		const all = [...values, ...ofMentions];
		return all.length === 0 ? undefined : all.reduce(join, nothing);
	}

	/** What the fields say of the nearest class above that has any for a Region, where those below say nothing at all. */
	private ofInheritedFields(offset: number): Resolved | undefined {
		let isOwn = true;
		for (const each of classesAround(this.source, offset)) {
			if (!this.saysRegion(each)) isOwn = false;
			// A method may set what no field does.
			else return isOwn ? undefined : this.ofFieldsOf(each);
		}
		return undefined;
	}

	private ofFieldsOf({ name, place, end }: ClassSpan): Resolved | undefined {
		const isField = (at: number): boolean =>
			this.names.fieldsAround(at) !== undefined && classNameAround(this.source, at) === name;
		return this.ofFields(place, end, isField);
	}

	private saysRegion({ place, end }: ClassSpan): boolean {
		return this.resolver.mentionsIn(place, end).length > 0 || this.resolver.settingsBetween(place, end).length > 0;
	}
}
