// What kind of setting it is, and who answers for it. The register's phase alone hides special schools, alternative provision and
// independents ("Not applicable"), so both are derived from the type of establishment first, then its group, then the phase, then the ages.
import type { Kind, Sector } from '#schools/schools/school.ts'

export type Classification = { sector: Sector; kind: Kind }

type Said = {
  typeCode: string
  typeGroupCode: string
  typeGroupName: string
  phaseCode: string
  phase: string
  lowAge: string
  highAge: string
}

const typesOfSector: Record<Exclude<Sector, 'not_known'>, readonly string[]> = {
  // community, voluntary aided, voluntary controlled, foundation, community special, foundation special, pupil referral unit, nursery
  maintained: ['01', '02', '03', '05', '07', '12', '14', '15'],
  // sponsor led, converter, free, studio, UTC; special, alternative provision, 16 to 19 and secure ones among them
  academy: ['28', '33', '34', '35', '36', '38', '39', '40', '41', '42', '43', '44', '45', '46', '57'],
  // city technology college, non-maintained special, other independent special, other independent, online provider
  independent: ['06', '08', '10', '11', '49'],
  // further education, sixth form centres, special post-16 institution, higher education, specialist designated college
  further_education: ['18', '31', '32', '29', '56'],
}

const groupsOfSector: Record<string, Sector> = {
  '1': 'further_education',
  '2': 'further_education',
  '3': 'independent',
  '4': 'maintained',
  '10': 'academy',
  '11': 'academy',
  '13': 'independent',
}

const typesOfKind: Partial<Record<Kind, readonly string[]>> = {
  special: ['07', '08', '10', '12', '33', '36', '44'],
  alternative_provision: ['14', '38', '42', '43'],
  nursery: ['15'],
  post_16: ['18', '29', '31', '32', '39', '45', '46', '56', '57'],
}

const kindOfPhase: Record<string, Kind> = {
  nursery: 'nursery',
  primary: 'primary',
  'middle deemed primary': 'primary',
  secondary: 'secondary',
  'middle deemed secondary': 'secondary',
  'all-through': 'all_through',
  'all through': 'all_through',
  '16 plus': 'post_16',
}

/**
 * The kind that the statutory ages tell, where type and phase are silent, as of nearly every independent school. By the Education Act 1996
 * (sections 2, 5, 6 and 8) and by custom:
 *
 * - From 16: post-16. Up to 5, when compulsory schooling begins (section 8): nursery.
 * - From 11: secondary, whenever it ends; a studio school begins at 14.
 * - From earlier, up to 13: primary. Preparatory schools go on to the Common Entrance at 13.
 * - From earlier, up to 15 or more: all-through, since compulsory schooling ends at 16; 15 is the age at which its last year begins.
 * - Anything else (one age missing, the low above the high, 7 to 14, 0 to 99) tells nothing.
 */
const kindOfAges = (lowAge: string, highAge: string): Kind | undefined => {
  const [low, high] = [lowAge, highAge].map((age) => (/^\d{1,2}$/.test(age.trim()) ? Number(age) : undefined))
  if (low === undefined || high === undefined || low > high || high === 0 || high > 25) return undefined
  if (low >= 16) return 'post_16'
  if (high <= 5) return 'nursery'
  if (low >= 11) return 'secondary'
  if (high <= 13) return 'primary'
  return high >= 15 ? 'all_through' : undefined
}

const found = <T extends string>(table: Partial<Record<T, readonly string[]>>, code: string): T | undefined =>
  (Object.keys(table) as T[]).find((key) => table[key]?.includes(code))

/**
 * Sector and kind of one establishment.
 *
 * - Non-maintained special schools (08) are approved under section 342 of the Education Act 1996 and maintained by no authority, so with
 *   independent special schools (10) and city technology colleges (06, section 482 of the 1996 Act: independent schools) they are `independent`.
 * - A special post-16 institution (32) and a specialist designated college (56) are further education providers; a 16 to 19 or secure 16 to 19
 *   academy (39, 45, 46, 57) is an academy by law (Academies Act 2010 section 1B) though its kind is post-16.
 * - Welsh, offshore, service children's, secure units, British schools overseas and "miscellaneous" fall under none of the four: not known.
 * - A closed row often has lost its type: its sector is then not known, and so is its kind unless the phase or the ages tell it.
 * - Special schools, alternative provision and post-16 institutions are so by their type, whatever the ages.
 */
export const classify = (said: Said): Classification => {
  const type = said.typeCode.padStart(2, '0')
  const sector = found(typesOfSector, type) ?? groupsOfSector[said.typeGroupCode] ?? 'not_known'
  const kind =
    found(typesOfKind, type) ??
    kindOfPhase[said.phase.trim().toLowerCase()] ??
    // Of an unknown type in the group of special schools we still know the kind.
    (said.typeGroupCode === '5' || /^special schools$/i.test(said.typeGroupName)
      ? 'special'
      : (kindOfAges(said.lowAge, said.highAge) ?? 'not_known'))
  return { sector, kind }
}
