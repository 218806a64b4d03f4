import { isProjectConfiguration } from './configurationNames';
import type { ModuleText, ReadModule } from './types';

/** Where a build of Java may lie that a `cdk.json` has built. */
const builds = ['', 'infra/', 'infrastructure/', 'cdk/', 'iac/'];

/** The program that a `cdk.json` runs to say what is deployed where, unless it is listened to by its own name. */
export function cdkApplication(path: string, text: string, readModule: ReadModule): ModuleText | undefined {
	const command = /"app"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
	const below = path.slice(0, path.lastIndexOf('/') + 1);
	const [, file, project] = /(\w[\w./-]*\.(?:[cm]?ts|py|go))\b|(\w[\w./-]*\/)\w[\w.-]*\.csproj\b/.exec(command) ?? [];
	if (project !== undefined) return readModule([`${below}${project}Program.cs`]);
	// What lies beside is a configuration where it is one.
	if (file !== undefined)
		return file.includes('/') && !isProjectConfiguration(file) ? readModule([below + file]) : undefined;
	if (!/\b(?:mvnw?|gradlew?)\b/.test(command)) return undefined;
	const main = /mainClass=([\w.]+)/.exec(command)?.[1] ?? mainClassOf(readModule(builtBy(below))?.text ?? '');
	return main === undefined
		? undefined
		: readModule(builds.map((build) => `${below}${build}src/main/java/${main.replaceAll('.', '/')}.java`));
}

function builtBy(below: string): readonly string[] {
	return ['pom.xml', 'build.gradle', 'build.gradle.kts'].map((name) => below + name);
}

/** Maven's `<mainClass>…</mainClass>`, Gradle's `mainClass = "…"` or `mainClass.set("…")` */
function mainClassOf(build: string): string | undefined {
	return /\bmainClass(?:Name)?\s*(?:>|=|\.set\()\s*["']?([\w.]+)/.exec(build)?.[1];
}
