/** What the catalogue is made of, as a file of its own: it is loaded when the catalogue is first asked for. */
export { bundledCatalogue } from '../bedrock/bundled';
export { overlayLive } from '../bedrock/liveOverlay';
export { parseListings, storeListings } from './storedListings';
