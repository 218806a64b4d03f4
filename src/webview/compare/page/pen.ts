export interface Point {
	readonly x: number;
	readonly y: number;
}

export interface TextStyle {
	readonly colour: string;
	readonly align: 'start' | 'middle' | 'end';
	/** Pixels. */
	readonly size: number;
}

/** What a plot is drawn with: the screen, or a file. Pixels, from the top left. */
export interface Pen {
	line(points: readonly Point[], colour: string, width: number): void;
	/** A closed shape; hollow without a fill. */
	shape(points: readonly Point[], colour: string, fill: boolean): void;
	/** The same small shape many times. @param outline around the origin, in units of `size` pixels. */
	mark(outline: readonly Point[], colour: string, fill: boolean, at: Point, size: number): void;
	/** @param at the middle of the line's height. */
	text(text: string, at: Point, style: TextStyle): void;
}

export class CanvasPen implements Pen {
	/** Outline, colour and size → its picture: copying one is many times faster than filling a path. */
	private readonly stamps = new Map<readonly Point[], Map<string, HTMLCanvasElement>>();

	/** @param ratio device pixels for each pixel. */
	constructor(
		private readonly context: CanvasRenderingContext2D,
		private readonly font: string,
		private readonly ratio: number,
	) {}

	line(points: readonly Point[], colour: string, width: number): void {
		this.trace(points);
		this.context.strokeStyle = colour;
		this.context.lineWidth = width;
		this.context.stroke();
	}

	shape(points: readonly Point[], colour: string, fill: boolean): void {
		this.trace(points);
		this.context.closePath();
		if (fill) {
			this.context.fillStyle = colour;
			this.context.fill();
		} else {
			this.context.strokeStyle = colour;
			this.context.lineWidth = 1.25;
			this.context.stroke();
		}
	}

	mark(outline: readonly Point[], colour: string, fill: boolean, at: Point, size: number): void {
		const half = size * 1.5 + 1;
		const stamp = this.stamp(outline, colour, fill, size, half);
		this.context.drawImage(stamp, at.x - half, at.y - half, 2 * half, 2 * half);
	}

	text(text: string, { x, y }: Point, { align, colour, size }: TextStyle): void {
		this.context.font = `${size}px ${this.font}`;
		this.context.fillStyle = colour;
		this.context.textAlign = align === 'middle' ? 'center' : align;
		this.context.textBaseline = 'middle';
		this.context.fillText(text, x, y);
	}

	private stamp(
		outline: readonly Point[],
		colour: string,
		fill: boolean,
		size: number,
		half: number,
	): HTMLCanvasElement {
		const ofOutline = this.stamps.get(outline) ?? new Map<string, HTMLCanvasElement>();
		this.stamps.set(outline, ofOutline);
		const key = `${colour} ${fill} ${size}`;
		const known = ofOutline.get(key);
		if (known) return known;
		const canvas = document.createElement('canvas');
		canvas.width = canvas.height = Math.ceil(2 * half * this.ratio);
		const context = canvas.getContext('2d');
		if (context) {
			context.scale(this.ratio, this.ratio);
			const points = outline.map(({ x, y }) => ({ x: half + x * size, y: half + y * size }));
			new CanvasPen(context, this.font, this.ratio).shape(points, colour, fill);
		}
		ofOutline.set(key, canvas);
		return canvas;
	}

	private trace(points: readonly Point[]): void {
		this.context.beginPath();
		for (const { x, y } of points) this.context.lineTo(x, y);
	}
}

/** Writes an SVG document that needs nothing else. */
export class SvgPen implements Pen {
	private readonly parts: string[] = [];

	constructor(
		private readonly width: number,
		private readonly height: number,
		private readonly background: string,
		private readonly font: string,
	) {}

	line(points: readonly Point[], colour: string, width: number): void {
		this.parts.push(
			`<polyline points="${coordinates(points)}" fill="none" stroke="${escape(colour)}" stroke-width="${width}"/>`,
		);
	}

	shape(points: readonly Point[], colour: string, fill: boolean): void {
		const paint = fill ? `fill="${escape(colour)}"` : `fill="none" stroke="${escape(colour)}" stroke-width="1.25"`;
		this.parts.push(`<polygon points="${coordinates(points)}" ${paint}/>`);
	}

	mark(outline: readonly Point[], colour: string, fill: boolean, at: Point, size: number): void {
		const points = outline.map(({ x, y }) => ({ x: at.x + x * size, y: at.y + y * size }));
		this.shape(points, colour, fill);
	}

	text(text: string, { x, y }: Point, { align, colour, size }: TextStyle): void {
		this.parts.push(
			`<text x="${round(x)}" y="${round(y)}" fill="${escape(colour)}" font-size="${size}" text-anchor="${align}" dominant-baseline="central">${escape(text)}</text>`,
		);
	}

	/** The document. */
	finish(title: string): string {
		const { background, font, height, width } = this;
		return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(font)}" role="img">
<title>${escape(title)}</title>
<rect width="${width}" height="${height}" fill="${escape(background)}"/>
${this.parts.join('\n')}
</svg>
`;
	}
}

function coordinates(points: readonly Point[]): string {
	return points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}

/** XML knows no control characters, not even as references. */
function escape(text: string): string {
	return text
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
		.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
