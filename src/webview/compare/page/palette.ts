/** The theme's colours, resolved: a canvas knows no variables. */
export interface Palette {
	readonly foreground: string;
	readonly muted: string;
	readonly background: string;
	readonly grid: string;
	readonly series: readonly string[];
	readonly font: string;
}

export function readPalette(): Palette {
	const style = getComputedStyle(document.documentElement);
	const colour = (name: string, fallback: string) => style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
	const foreground = colour('foreground', '#808080');
	return {
		foreground,
		muted: colour('descriptionForeground', foreground),
		background: colour('editor-background', '#ffffff'),
		grid: colour('widget-border', colour('contrastBorder', '#80808060')),
		series: [
			colour('charts-blue', '#1a85ff'),
			colour('charts-orange', '#d18616'),
			colour('charts-green', '#388a34'),
			colour('charts-purple', '#a259d9'),
			colour('charts-red', '#e51400'),
			colour('charts-yellow', '#b89500'),
		],
		font: colour('font-family', 'sans-serif'),
	};
}

/** Calls back when VS Code has changed the theme. @returns how to stop. */
export function onThemeChange(callback: () => void): () => void {
	const observer = new MutationObserver(callback);
	observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
	return () => observer.disconnect();
}
