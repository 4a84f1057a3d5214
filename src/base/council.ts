// The council that runs this deployment: its name, colour, area and contacts.
import { councilSettings } from './council-settings.ts'
import { addMinutes, instant } from './dates.ts'
import { usualOf, type ValuesOf } from './setting.ts'

/** A picture at `/logo/` and its id; its size in pixels. */
/** `inFiles`: a PDF can show it. */
export type Logo = { id: string; width: number; height: number; inFiles: boolean }

export type Council = ValuesOf<typeof councilSettings> & { logo?: Logo | undefined }

export type WrittenFirst = Council['writtenFirst']

/** The settings until an administrator fills in the page of settings. */
export const councilFrom = (laCodes: string): Council => ({
  ...usualOf(councilSettings),
  laCodes: laCodes
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean),
})

const daysGood = 180

/** The security.txt of RFC 9116; undefined while the council has given no address. */
export const securityText = (council: Council, baseUrl: string, now: Date): string | undefined =>
  council.contactEmail === ''
    ? undefined
    : [
        `Contact: mailto:${council.contactEmail}`,
        `Expires: ${instant(addMinutes(now, daysGood * 24 * 60))}`,
        'Preferred-Languages: en',
        `Canonical: ${baseUrl}/.well-known/security.txt`,
        '',
      ].join('\n')

/** On every page and in every mail. */
export const sayConcern = ({ concernTelephone }: Pick<Council, 'concernTelephone'>): string =>
  `Worried about a child? ${concernTelephone ? `Call ${concernTelephone}. ` : ''}In an emergency call 999.`

/** In its proportions, up to five times as wide as high. @param most height in CSS pixels */
export const sizeWithin = ({ width, height }: Logo, most: number): { width: number; height: number } => {
  const scale = Math.min(most / height, (most * 5) / width)
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

/** How to reach the council, such as `conferences@… or 01432 …`; without either its name. */
export const sayContact = (council: Pick<Council, 'name' | 'contactEmail' | 'contactTelephone'>): string =>
  [council.contactEmail, council.contactTelephone].filter(Boolean).join(' or ') || council.name
