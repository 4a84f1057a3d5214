// Kind and sector of a setting. The register's phase is "Not applicable" for special schools,
// alternative provision and independents, so both follow from the type, then its group, the phase
// and the ages.
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
  // community, voluntary aided, voluntary controlled, foundation, community special, foundation
  // special, pupil referral unit, nursery
  maintained: ['01', '02', '03', '05', '07', '12', '14', '15'],
  // sponsor led, converter, free, studio, UTC; special, alternative provision. 16 to 19 and secure
  // 16 to 19 ones (39, 45, 46, 57) are academies by law (Academies Act 2010, section 1B), of kind
  // post-16
  academy: ['28', '33', '34', '35', '36', '38', '39', '40', '41', '42', '43', '44', '45', '46', '57'],
  // city technology college (06, Education Act 1996, section 482), non-maintained special (08,
  // section 342, maintained by no authority), other independent special, other independent, online
  // provider
  independent: ['06', '08', '10', '11', '49'],
  // further education, sixth form centres, special post-16 institution (32), higher education,
  // specialist designated college (56)
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
 * Where type and phase are silent (Education Act 1996, sections 2, 5, 6, 8): from 16 post-16; up to
 * 5 nursery; from 11 secondary; earlier and up to 13 primary (prep schools); up to 15 or more
 * all-through.
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

const keyOf = <T extends string>(table: Partial<Record<T, readonly string[]>>, code: string): T | undefined =>
  (Object.keys(table) as T[]).find((key) => table[key]?.includes(code))

/**
 * Special, alternative provision and post-16 types decide the kind whatever the ages. Welsh,
 * offshore, service children's, secure and "miscellaneous" types have no sector, nor have closed
 * rows without a type; phase or ages may tell their kind.
 */
export const classify = (said: Said): Classification => {
  const type = said.typeCode.padStart(2, '0')
  const sector = keyOf(typesOfSector, type) ?? groupsOfSector[said.typeGroupCode] ?? 'not_known'
  const kind =
    keyOf(typesOfKind, type) ??
    kindOfPhase[said.phase.trim().toLowerCase()] ??
    // An unknown type in the special schools' group still has a kind.
    (said.typeGroupCode === '5' || /^special schools$/i.test(said.typeGroupName)
      ? 'special'
      : (kindOfAges(said.lowAge, said.highAge) ?? 'not_known'))
  return { sector, kind }
}
