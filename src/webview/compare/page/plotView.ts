import { element } from '../../chat/page/element';
import type { PlacedRun } from './runsPlot';
import { onThemeChange, type Palette, readPalette } from './palette';
import { CanvasPen, type Pen, SvgPen } from './pen';

export interface Plot {
	height(palette: Palette, width: number): number;
	draw(pen: Pen, palette: Palette, width: number): readonly PlacedRun[];
	/** What the pointer is on. */
	describe(placed: PlacedRun): string;
}

/** How near the pointer must be, in pixels. */
const reach = 12;

/** A plot on the screen: drawn at most once for each frame, again when the width or the theme changes. */
export class PlotView {
	readonly element: HTMLElement;
	private readonly canvas = element('canvas', 'plot');
	private readonly tip = element('div', 'plot-tip');
	private placed: readonly PlacedRun[] = [];
	private isDue = false;
	private plot: Plot | undefined;

	constructor() {
		this.canvas.setAttribute('role', 'img');
		this.tip.hidden = true;
		// What it says stands in the table too.
		this.tip.setAttribute('aria-hidden', 'true');
		this.element = element('div', 'plot-frame', this.canvas, this.tip);
		new ResizeObserver(() => this.redraw()).observe(this.element);
		onThemeChange(() => this.redraw());
		this.canvas.addEventListener('pointermove', (event) => this.point(event));
		this.canvas.addEventListener('pointerleave', () => (this.tip.hidden = true));
	}

	show(plot: Plot, label: string): void {
		this.plot = plot;
		this.canvas.setAttribute('aria-label', label);
		this.redraw();
	}

	redraw(): void {
		if (this.isDue) return;
		this.isDue = true;
		requestAnimationFrame(() => {
			this.isDue = false;
			this.paint();
		});
	}

	/** @returns the document. */
	svg(title: string): string {
		const { plot } = this;
		const palette = readPalette();
		const width = Math.max(640, Math.round(this.element.clientWidth));
		const height = plot?.height(palette, width) ?? 0;
		const pen = new SvgPen(width, height, palette.background, palette.font);
		plot?.draw(pen, palette, width);
		return pen.finish(title);
	}

	/** @returns base64, twice as fine as the screen. */
	png(): string {
		const canvas = document.createElement('canvas');
		this.paintOn(canvas, Math.max(640, this.element.clientWidth), 2);
		return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
	}

	private paint(): void {
		const width = this.element.clientWidth;
		if (width === 0 || !this.plot) return;
		this.placed = this.paintOn(this.canvas, width, window.devicePixelRatio || 1);
	}

	private paintOn(canvas: HTMLCanvasElement, width: number, ratio: number): readonly PlacedRun[] {
		const { plot } = this;
		const context = canvas.getContext('2d');
		if (!plot || !context) return [];
		const palette = readPalette();
		const height = plot.height(palette, width);
		const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
		// A canvas that is given a size anew is a new surface, which costs more than the marks on it.
		if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
			canvas.width = pixelWidth;
			canvas.height = pixelHeight;
			canvas.style.height = `${height}px`;
		}
		context.setTransform(ratio, 0, 0, ratio, 0, 0);
		context.fillStyle = palette.background;
		context.fillRect(0, 0, width, height);
		return plot.draw(new CanvasPen(context, palette.font, ratio), palette, width);
	}

	private point({ offsetX, offsetY }: PointerEvent): void {
		let nearest: PlacedRun | undefined;
		let least = reach * reach;
		for (const placed of this.placed) {
			const distance = (placed.x - offsetX) ** 2 + (placed.y - offsetY) ** 2;
			if (distance <= least) [nearest, least] = [placed, distance];
		}
		this.tip.hidden = nearest === undefined;
		if (!nearest || !this.plot) return;
		this.tip.textContent = this.plot.describe(nearest);
		const room = this.element.clientWidth - this.tip.offsetWidth;
		this.tip.style.left = `${Math.max(0, Math.min(nearest.x + 10, room))}px`;
		this.tip.style.top = `${nearest.y + 10}px`;
	}
}
