// British national grid to WGS84 by geodesy (Ordnance Survey's formulae), within about five metres.
// @ts-expect-error the library carries no types
import OsGridRef from 'geodesy/osgridref.js'
import type { Place } from './facts.ts'

const GridRef = OsGridRef as new (easting: number, northing: number) => { toLatLon: () => { lat: number; lon: number } }

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

/** Degrees for easting and northing in metres; null when empty, zero or off the grid. */
export const placeOf = (easting: string, northing: string): Place => {
  const [e, n] = [Number(easting), Number(northing)]
  if (!(e > 0 && e < 700_000 && n > 0 && n < 1_300_000)) return { latitude: null, longitude: null }
  const { lat, lon } = new GridRef(e, n).toLatLon()
  return { latitude: round(lat), longitude: round(lon) }
}
