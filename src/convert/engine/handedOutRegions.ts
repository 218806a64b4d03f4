import { headOf } from './heldNames';
import { folderOf, nameOf } from './modulePaths';
import { gathered, type User } from './otherTexts';
import type { SourceText } from './sourceText';
import type { ModuleText, RegionEvidence } from './types';

/**
 * What frameworks and packages hand out that a program of the project makes, without naming its file: Spring the one client
 * of a `@Bean BedrockRuntimeClient …`, Django its settings, R the options of a package, the AWS CDK the stacks of an application.
 */
export class HandedOutRegions {
	/**
	 * @param path of the text that is given it.
	 * @param users that may make it.
	 */
	constructor(
		private readonly source: SourceText,
		private readonly path: string,
		private readonly users: () => readonly User[],
	) {}

	/** @param keptBy what the texts make that give a container something to keep by such keys. */
	evidenceOf(
		names: readonly string[],
		keptBy: (keys: readonly string[]) => RegionEvidence | undefined,
	): RegionEvidence | undefined {
		const { language } = this.source;
		const type = names.find((name) => /^BedrockRuntime(?:Async)?Client$/.test(name));
		if (type !== undefined) {
			// Spring: of several beans the one is meant that is called like what it is given to.
			const ofName = isOfSpring.test(language) ? names.filter((name) => /^[a-z]\w+$/.test(name)) : [];
			return keptBy(ofName) ?? this.told([type], ({ text }) => text.includes(type) && makesBeans.test(text));
		}
		const members = language === 'go' ? names.filter((name) => /^\w+\.[A-Z]\w*$/.test(name)) : [];
		if (members.length > 0)
			return this.told(
				members,
				(text) => this.isBeside(text) && members.some((name) => text.text.includes(`${headOf(name)}{`)),
			);
		if (language === 'r') return this.ofOptions(names);
		const settings = names.filter((name) => /^settings(?:\.|$)/.test(name));
		if (settings.length === 0 || !djangoSettings.test(this.source.text.whole)) return undefined;
		return this.told(settings, ({ path }) => /(?:^|\/)settings(?:\/\w+)?\.py$/.test(path));
	}

	/** The application that makes a stack lies in a text that only `cdk.json` could tell of, or the name that CDK gives it. */
	ofApplication(stack: string): RegionEvidence | undefined {
		for (const user of this.users()) {
			if (!user.text.text.includes(stack) || !makesApplication.test(user.text.text)) continue;
			const region = user.module.regions.told.ofStack(stack);
			if (region !== undefined) return { source: 'project', regions: [region], fileName: nameOf(user.text.path) };
		}
		return undefined;
	}

	/** R: the defaults that a package gives the options which it asks for, `getOption("acme.region")`, in whichever of its files. */
	private ofOptions(names: readonly string[]): RegionEvidence | undefined {
		const options = names.filter((name) => /^\w[\w.]*\.\w*region\w*$/i.test(name));
		if (options.length === 0) return undefined;
		return this.told(options, (text) => this.isBeside(text) && options.some((name) => text.text.includes(name)));
	}

	/** One package has many files. */
	private isBeside({ path }: ModuleText): boolean {
		return folderOf(path) === folderOf(this.path);
	}

	private told(names: readonly string[], isMeant: (text: ModuleText) => boolean): RegionEvidence | undefined {
		return gathered(this.users(), (user) => (isMeant(user.text) ? user.module.regions.told.byNames(names) : []));
	}
}

/** The AWS CDK: `new App()`, `new cdk.App()`, in Python `cdk.App()`. */
const makesApplication = /\bnew\s+(?:cdk\.)?App\(|\bcdk\.App\(|=\s*App\(/;
const isOfSpring = /^(?:java|kotlin)$/;
const makesBeans = /@(?:Bean|Produces|Provides)\b/;
const djangoSettings = /\bdjango\.conf\s+import\s+settings\b/;
