import { join, nothing, type RegionResolver, type Resolved } from './regionValues';
import { nameOfSetting, type RegionSetting } from './regionSettings';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import type { RegionEvidence } from './types';

/** What says nothing about which model or Region is meant. */
const common = '(?:aws|bedrock|default|llm|model|client|runtime)*';
const ofModel = new RegExp(`^${common}(.*?)${common}model(?:id|name|arn)?$`);
const ofRegion = new RegExp(`^${common}(.*?)${common}region(?:name|id)?$`);

/** So many settings of one object are told apart. */
const mostSettings = 50;
/** In UTF-16 units. */
const longestName = 50;

/** Settings that are named for the same thing: `imageRegion` holds for `imageModel`, and `region` for a `model` of no such name. */
export class Namesakes {
	/** By what the settings of the text are named for. */
	private known: ReadonlyMap<string, Resolved> | undefined;

	constructor(
		private readonly source: SourceText,
		private readonly resolver: RegionResolver,
	) {}

	/** Those of an object's settings that hold for its entry of a name; all of them where the names do not tell. */
	among(settings: readonly RegionSetting[], name: string): readonly RegionSetting[] {
		const model = stemOf(name, ofModel);
		if (model === undefined || settings.length < 2 || settings.length > mostSettings) return settings;
		const own = settings.filter((each) => this.stemOfSetting(each) === model);
		const general = own.length > 0 ? own : settings.filter((each) => this.stemOfSetting(each) === '');
		return general.length > 0 ? general : settings;
	}

	/** What a text as a whole says to one value, where the settings of its Regions are told apart by their names. */
	narrowed(evidence: RegionEvidence | undefined, site: Site | undefined): RegionEvidence | undefined {
		const { family } = this.source.syntax;
		if (!site || !evidence || evidence.regions.length < 2 || !/^(?:code|config)$/.test(family)) return evidence;
		if (this.source.language === 'terraform') return evidence;
		const model = stemOf(site.name === '' ? site.target : site.name, ofModel);
		if (model === undefined) return evidence;
		this.known ??= this.read();
		const { regions, at } = this.known.get(model) ?? this.known.get('') ?? nothing;
		const [region, other] = regions;
		if (region === undefined || other !== undefined || !evidence.regions.includes(region)) return evidence;
		return { ...evidence, regions: [region], line: this.source.lineNumber(at ?? 0) };
	}

	private read(): ReadonlyMap<string, Resolved> {
		const found = new Map<string, Resolved>();
		const { settings } = this.resolver;
		if (settings.length > mostSettings) return found;
		for (const setting of settings) {
			const stem = this.stemOfSetting(setting);
			const value = this.resolver.resolve(setting.valueStart, setting.valueEnd);
			if (stem !== undefined) found.set(stem, join(found.get(stem) ?? nothing, value));
		}
		return found;
	}

	private stemOfSetting(setting: RegionSetting): string | undefined {
		return stemOf(nameOfSetting(this.source, setting) ?? '', ofRegion);
	}
}

function stemOf(name: string, pattern: RegExp): string | undefined {
	if (name.length > longestName) return undefined;
	return pattern.exec(name.replaceAll(/[_-]/g, '').toLowerCase())?.[1];
}
