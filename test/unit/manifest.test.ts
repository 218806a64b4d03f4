import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Manifest {
	activationEvents: string[];
	capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
	contributes: {
		commands: { command: string; title: string }[];
		configuration: { properties: Record<string, { scope: string }> };
		menus: Record<string, { command?: string; submenu?: string }[]>;
		submenus: { id: string }[];
		views: Record<string, { id: string; icon: string }[]>;
		viewsContainers: { activitybar: { id: string; icon: string }[] };
		viewsWelcome: { view: string }[];
		walkthroughs: { steps: { media: { svg: string } }[] }[];
	};
	icon: string;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const { contributes } = manifest;
const nls = readFileSync('package.nls.json', 'utf8');
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts'))
	.map((name) => readFileSync(join('src', name), 'utf8'))
	.join('\n');

/** The first group of each match in the sources, sorted. */
function inSources(pattern: RegExp): string[] {
	return [...new Set([...sources.matchAll(pattern)].map((match) => String(match[1])))].toSorted();
}

const commandIds = contributes.commands.map(({ command }) => command);

describe('package.json', () => {
	it('declares exactly the commands that the code registers', () => {
		expect(inSources(/register(?:TextEditor)?Command\(\s*'([^']+)'/g)).toEqual(commandIds.toSorted());
	});

	it('declares the commands that the code runs by name, and those in its links', () => {
		const run = inSources(/(?:command:|executeCommand\(\s*|command(?::| =) )'?(bedrockProfiles\.\w+)'/g);
		const linked = [...nls.matchAll(/command:([\w.]+)/g)].map((match) => String(match[1]));
		// VS Code makes a command that opens a view.
		const generated = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => `${id}.focus`));
		const known = new Set([...commandIds, ...generated]);
		expect([...run, ...linked].filter((command) => !known.has(command))).toEqual([]);
		expect(run.length).toBeGreaterThan(3);
	});

	it('puts only declared commands into menus', () => {
		const items = Object.values(contributes.menus).flat();
		const inMenus = items.flatMap(({ command }) => command ?? []);
		expect(inMenus.filter((command) => !commandIds.includes(command))).toEqual([]);
		const submenus = contributes.submenus.map(({ id }) => id);
		expect(items.flatMap(({ submenu }) => submenu ?? [])).toEqual(submenus);
		for (const id of submenus) expect(contributes.menus[id]?.length).toBeGreaterThan(0);
	});

	it('declares exactly the views that the code creates', () => {
		const declared = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
		expect(inSources(/(?:createTreeView(?:<\w+>)?|registerWebviewViewProvider)\(\s*'([^']+)'/g)).toEqual(
			declared.toSorted(),
		);
		expect(Object.keys(contributes.views)).toEqual(contributes.viewsContainers.activitybar.map(({ id }) => id));
		for (const { view } of contributes.viewsWelcome) expect(declared).toContain(view);
	});

	it('wakes up for the panels that the code restores', () => {
		const restored = manifest.activationEvents
			.filter((event) => event.startsWith('onWebviewPanel:'))
			.map((event) => event.slice('onWebviewPanel:'.length));
		for (const viewType of restored) expect(sources).toContain(`'${viewType}'`);
		expect(restored.length).toBeGreaterThan(0);
		expect(manifest.activationEvents.filter((event) => event === '*' || event === 'onStartupFinished')).toEqual([]);
	});

	it('declares each setting that the code reads, and no other', () => {
		const names = Object.keys(contributes.configuration.properties).map((id) => id.replace('bedrockProfiles.', ''));
		for (const name of names) expect(sources, name).toMatch(new RegExp(`['.]${name}'`));
		// The chat asks VS Code whether the command is there before it offers it.
		const notSettings = [
			...['profiles', 'chat', 'chatView', 'compare', 'modelIds'],
			...['isFiltered', 'areModelIdsFiltered'],
			// Kept in VS Code's state.
			'isPreviewGrouped',
		].map((name) => `bedrockProfiles.${name}`);
		const ids = inSources(/'(bedrockProfiles\.\w+)'/g).filter(
			(id) => !commandIds.includes(id) && !notSettings.includes(id),
		);
		const known = new Set([...names.map((name) => `bedrockProfiles.${name}`), 'bedrockProfiles.connection']);
		expect(ids.filter((id) => !known.has(id))).toEqual([]);
	});

	it('lets no workspace choose where requests and credentials go', () => {
		const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
		for (const name of ['awsProfile', 'connection', 'endpoint']) {
			const id = `bedrockProfiles.${name}`;
			expect(contributes.configuration.properties[id]?.scope, id).toBe('machine');
			expect(restrictedConfigurations).toContain(id);
		}
		expect(restrictedConfigurations).toContain('bedrockProfiles.sourceRegion');
		// Not even an address, a proxy, a certificate or a looser guard comes from a workspace that nobody trusts.
		for (const name of ['proxy', 'certificateFile', 'runtimeEndpoint', 'useFipsEndpoints']) {
			const id = `bedrockProfiles.${name}`;
			expect(contributes.configuration.properties[id]?.scope, id).toBe('machine');
			expect(restrictedConfigurations).toContain(id);
		}
		for (const name of ['allowedRegionSets', 'convert.preferredProfiles']) {
			expect(restrictedConfigurations).toContain(`bedrockProfiles.${name}`);
		}
	});

	it('has a picture for each step of the walkthrough', () => {
		for (const { steps } of contributes.walkthroughs) {
			expect(steps.length).toBeGreaterThan(3);
			expect(steps.map(({ media }) => media.svg).filter((svg) => !existsSync(svg))).toEqual([]);
		}
	});

	it('keeps its lists in order', () => {
		expect(commandIds).toEqual(commandIds.toSorted());
		const settings = Object.keys(contributes.configuration.properties);
		expect(settings).toEqual(settings.toSorted());
	});

	it('names icons that are there', () => {
		const icons = [
			manifest.icon,
			...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
			...Object.values(contributes.views).flatMap((views) => views.map(({ icon }) => icon)),
		];
		expect(icons.filter((icon) => !existsSync(icon))).toEqual([]);
	});

	it('has every text in English and in Japanese', () => {
		const english = JSON.parse(nls) as Record<string, string>;
		const japanese = JSON.parse(readFileSync('package.nls.ja.json', 'utf8')) as Record<string, string>;
		const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map((match) => String(match[1]));
		expect(Object.keys(english).toSorted()).toEqual([...new Set(used)].toSorted());
		expect(Object.keys(japanese).toSorted()).toEqual(Object.keys(english).toSorted());
		const links = (text: string | undefined) =>
			[...(text ?? '').matchAll(/command:[\w.]+|`[^`]+`/g)].map(String).toSorted();
		for (const [key, text] of Object.entries(english)) expect(links(japanese[key]), key).toEqual(links(text));
	});
});
