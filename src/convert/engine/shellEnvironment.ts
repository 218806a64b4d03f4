import type { RegionSetting } from './regionSettings';
import { isForOneCommand } from './shellCommand';
import type { SourceText } from './sourceText';

/** What a shell script sets for all the commands that follow. */
export class ShellEnvironment {
	/** By the pattern of the name. */
	private readonly known = new Map<RegExp, readonly RegionSetting[]>();

	constructor(
		private readonly source: SourceText,
		private readonly settings: readonly RegionSetting[],
	) {}

	/** The Region that holds at a place: one for Bedrock goes before AWS_REGION. */
	regionBefore(offset: number): RegionSetting | undefined {
		if (this.source.syntax.family !== 'shell') return undefined;
		return this.variableSetBefore(offset, ofBedrock) ?? this.variableSetBefore(offset, ofAws);
	}

	/** What a shell sets last before a place, for all commands. */
	private variableSetBefore(offset: number, name: RegExp): RegionSetting | undefined {
		let known = this.known.get(name);
		if (!known) this.known.set(name, (known = this.variablesNamed(name)));
		return known.findLast(({ start }) => start < offset);
	}

	private variablesNamed(name: RegExp): readonly RegionSetting[] {
		return this.settings.filter(
			({ start, valueStart }) =>
				!isForOneCommand(this.source, start, valueStart) &&
				name.test(this.source.text.slice(start, valueStart)) &&
				/^\s*(?:export\s+|set\s+|setx\s+|\$env:|\$\{?)?$/i.test(
					this.source.text.slice(this.source.lineStart(start), start),
				),
		);
	}
}

const ofAws = /^(?:AWS_(?:DEFAULT_)?REGION|\$env:AWS_(?:DEFAULT_)?REGION)/i;
const ofBedrock = /^(?:\$env:)?(?:\w+_)?BEDROCK_(?:\w+_)?REGION/i;
