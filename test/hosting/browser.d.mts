import type { Browser } from 'playwright-core';

export function launchBrowser(args?: string[]): Promise<Browser>;
export function findChromium(): string;
