// The schools of Alderwickshire as the register lists them on two days a year apart, with a
// conversion, a merger, a closure, an opening, and a conversion without a link, which a person
// has to decide.
import { chanceOf } from '#tools/local/demonstration/chance.ts'
import { censusOf, contextOf, county, saints, type Town, type Trust, towns, trusts, types, villages } from './county-places.ts'
import { type LinkRow, linksFile, type RegisterRow, registerDate, registerFile } from './register-file.ts'

export type CountyFiles = { name: string; register: Uint8Array; links: Uint8Array; asAt: string }

type Phase = 'Nursery' | 'Primary' | 'Secondary' | 'All-through' | '16 plus' | 'Not applicable'
type Setting = {
  urn: number
  number: number
  name: string
  type: string
  phase: Phase
  town: Town
  trust?: Trust | undefined
  /** Where the phase tells no ages. */
  ages?: readonly [low: string, high: string]
  la?: 'neighbour'
}

const phases: Record<Phase, [code: string, low: string, high: string]> = {
  Nursery: ['1', '2', '5'],
  Primary: ['2', '4', '11'],
  Secondary: ['4', '11', '18'],
  'All-through': ['7', '4', '18'],
  '16 plus': ['6', '16', '19'],
  'Not applicable': ['0', '4', '16'],
}
const isAcademy = (type: string): boolean => ['10', '11'].includes(types[type]?.[1] ?? '')
const at = <T>(list: readonly T[], n: number): T => list[n % list.length] as T

/** Day `-days` before `today` (both `YYYY-MM-DD`), moved back to the first of its month. */
const firstOfMonth = (today: string, days: number): string => `${daysBefore(today, days).slice(0, 8)}01`
const daysBefore = (today: string, days: number): string => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)

const settings = (): Setting[] => {
  const all: Setting[] = []
  const add = (name: string, type: string, phase: Phase, town: Town, trust?: Trust, la?: 'neighbour'): void => {
    const n = all.length
    all.push({ urn: 900_001 + n, number: (phase === 'Secondary' ? 4000 : 2000) + n, name, type, phase, town, trust, ...(la ? { la } : {}) })
  }
  const primaryTypes = ['01', '34', '03', '01', '02', '34', '28', '01', '34', '03', '05', '34']
  for (const [n, village] of villages.entries()) {
    const type = at(primaryTypes, n)
    const name = {
      '02': `St ${at(saints, n)}’s Catholic Primary School, ${village}`,
      '03': `${village} CofE Primary School`,
      '34': n % 4 === 1 ? `${village} CofE Academy` : `${village} Primary Academy`,
      '28': `${village} Academy`,
    }[type]
    add(
      name ?? (n % 3 === 0 ? `${village} Primary School` : `${village} Community Primary School`),
      type,
      'Primary',
      at(towns, n),
      isAcademy(type) ? at(trusts.slice(0, 9), Math.floor(n / 2)) : undefined,
    )
  }
  const [alderwick, marlbury, lydcombe, fenley, hopling, penbridge, wickenford, thornmere, bramsley] = towns as [
    Town,
    Town,
    Town,
    Town,
    Town,
    Town,
    Town,
    Town,
    Town,
  ]
  add('St Mary’s CofE Primary School', '03', 'Primary', marlbury)
  add('St Mary’s CofE Primary School', '02', 'Primary', lydcombe)
  add('Sainte-Thérèse Catholic Primary School', '02', 'Primary', alderwick)
  add('Brontë Park Primary Academy', '34', 'Primary', alderwick, trusts[0])
  add('Castle Street Primary School', '01', 'Primary', alderwick)
  add('Wharfside Primary School', '01', 'Primary', alderwick)
  add('The Orchard Infants’ School', '01', 'Primary', fenley)
  add('Fenley Junior Academy', '34', 'Primary', fenley, trusts[3])
  add('King’s Meadow Primary School', '05', 'Primary', wickenford)
  add('Garden Village Primary Academy', '28', 'Primary', thornmere, trusts[11])

  add('Lady Hawthorn’s School', '02', 'Secondary', penbridge)
  add('Alderwick Academy', '28', 'Secondary', alderwick, trusts[0])
  add('Bishop Aldhelm CofE High School', '02', 'Secondary', alderwick)
  add('Northfield High School', '01', 'Secondary', alderwick)
  add('Marlbury High School', '34', 'Secondary', marlbury, trusts[7])
  add('Pinfold School', '34', 'Secondary', marlbury, trusts[2])
  add('The Lydcombe School', '34', 'Secondary', lydcombe, trusts[5])
  add('Fenley College', '34', 'Secondary', fenley, trusts[3])
  add('St Oswald’s Catholic High School', '34', 'Secondary', alderwick, trusts[4])
  add('Hopling Grammar School', '34', 'Secondary', hopling, trusts[5])
  add('Penbridge High School', '34', 'Secondary', penbridge, trusts[10])
  add('Wickenford School', '01', 'Secondary', wickenford)
  add('Thornmere Community School', '34', 'Secondary', thornmere, trusts[11])
  add('Bramsley School and Sixth Form', '05', 'Secondary', bramsley)
  add('Beacon All-Through Academy', '28', 'All-through', hopling, trusts[6])
  add('The Arrow Valley School', '35', 'All-through', penbridge, trusts[8])

  add('Rowan Bank School', '07', 'Not applicable', alderwick)
  add('Lantern House School', '44', 'Not applicable', marlbury, trusts[9])
  add('The Sycamores Academy', '44', 'Not applicable', lydcombe, trusts[9])
  add('Fernhill School', '07', 'Not applicable', fenley)
  add('St Bridget’s Residential School', '08', 'Not applicable', hopling)
  add('Kite Farm School', '10', 'Not applicable', bramsley)
  add('Alderwickshire Pupil Referral Service', '14', 'Not applicable', alderwick)
  add('Kestrel Academy', '42', 'Not applicable', wickenford, trusts[12])
  add('Castle Nursery School', '15', 'Nursery', alderwick)
  add('Lydcombe Nursery School', '15', 'Nursery', lydcombe)
  add('Marlbury Early Years Centre', '', 'Nursery', marlbury)
  add('Alderwick Sixth Form College', '45', '16 plus', alderwick, trusts[0])
  add('Alderwickshire College', '18', '16 plus', alderwick)
  add('Greenways College', '32', 'Not applicable', thornmere)
  const independent = (name: string, town: Town, low: string, high: string): void => {
    add(name, '11', 'Not applicable', town)
    Object.assign(all.at(-1) as Setting, { ages: [low, high] })
  }
  // The register tells the kind of an independent school by its ages alone, and may leave those
  // out.
  independent('Alderwick Cathedral School', alderwick, '11', '18')
  independent('Hopling Priory School', hopling, '3', '13')
  independent('Brontë House School', marlbury, '4', '18')
  independent('Al-Noor Girls’ School', alderwick, '11', '16')
  independent('Little Acorns Montessori School', wickenford, '2', '5')
  independent('The Steiner School at Combe Mallow', lydcombe, '3', '16')
  independent('Thornmere Tutorial School', thornmere, '', '')

  add('Marlbury Infant School', '01', 'Primary', marlbury)
  add('Marlbury Junior School', '01', 'Primary', marlbury)
  add('Bramblecote Primary School', '01', 'Primary', bramsley)
  add('Dewsbourne CofE Primary School', '03', 'Primary', penbridge)
  add('Pinfold Lane Primary School', '01', 'Primary', marlbury)

  for (const name of ['Fenmarch Academy', 'Saltmarsh Primary Academy', 'Reedham Drove Primary Academy'])
    add(name, '34', name === 'Fenmarch Academy' ? 'Secondary' : 'Primary', wickenford, trusts[0], 'neighbour')
  add('Fenmarch Town Primary School', '01', 'Primary', wickenford, undefined, 'neighbour')
  return all
}

const rowOf = (setting: Setting): Record<string, string> => {
  const chance = chanceOf(String(setting.urn))
  const { town, trust } = setting
  const [typeName = '', groupCode = '', groupName = ''] = types[setting.type] ?? []
  const [phaseCode, ...usual] = phases[setting.phase]
  const [low, high] = setting.ages ?? usual
  const ward = chance.between(0, town.wards.length - 1)
  const slug = setting.name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z ]/g, '')
    .trim()
    .replaceAll(/ +/g, '-')
    .toLowerCase()
  const away = setting.la ? county.neighbour : county
  const hasGrid = setting.urn % 61 !== 0
  return {
    URN: String(setting.urn),
    'LA (code)': away.laCode,
    'LA (name)': away.laName,
    EstablishmentNumber: String(setting.number),
    EstablishmentName: setting.name,
    'TypeOfEstablishment (code)': setting.type,
    'TypeOfEstablishment (name)': typeName,
    'EstablishmentTypeGroup (code)': groupCode,
    'EstablishmentTypeGroup (name)': groupName,
    'EstablishmentStatus (code)': '1',
    'EstablishmentStatus (name)': 'Open',
    'PhaseOfEducation (code)': phaseCode,
    'PhaseOfEducation (name)': setting.phase,
    StatutoryLowAge: low,
    StatutoryHighAge: high,
    NumberOfPupils: String(setting.phase === 'Primary' ? chance.between(38, 420) : chance.between(60, 1150)),
    ...contextOf(setting),
    'TrustSchoolFlag (code)': trust ? '3' : '0',
    'TrustSchoolFlag (name)': trust ? 'Supported by a multi-academy trust' : 'Not applicable',
    'Trusts (code)': trust?.uid ?? '',
    'Trusts (name)': trust?.name ?? '',
    UKPRN: String(10_990_000 + (setting.urn % 1000)),
    Street: `${chance.between(1, 90)} ${chance.pick(['Church Lane', 'School Road', 'Mill Street', 'The Green', 'Station Road', 'Orchard Way'])}`,
    Town: town.name,
    'County (name)': away.laName,
    Postcode: `AK${town.district} ${chance.between(1, 9)}${chance.pick(['AB', 'DF', 'HJ', 'LN', 'PQ', 'RT', 'UW'])}`,
    SchoolWebsite: `https://www.${slug}.example`,
    TelephoneNum: `01632960${String(setting.urn % 1000).padStart(3, '0')}`,
    'GOR (code)': 'F',
    'GOR (name)': 'West Midlands',
    'DistrictAdministrative (code)': `E0700099${setting.la ? 9 : 7 + (town.district % 2)}`,
    'DistrictAdministrative (name)': setting.la ? away.laName : town.district % 2 === 0 ? 'East Alderwickshire' : 'West Alderwickshire',
    'AdministrativeWard (code)': `E0599${String(town.district * 10 + ward).padStart(4, '0')}`,
    'AdministrativeWard (name)': town.wards[ward] ?? '',
    'ParliamentaryConstituency (name)': town.district % 2 === 0 ? 'East Alderwickshire' : 'West Alderwickshire',
    'GSSLACode (name)': county.gss,
    Easting: hasGrid ? String(town.easting + chance.between(-3600, 3600)) : '',
    Northing: hasGrid ? String(town.northing + chance.between(-3600, 3600)) : '',
    UPRN: String(100_990_000_000 + setting.urn),
  }
}

/**
 * The register on two days: some thirteen months before `today` (`YYYY-MM-DD`), and three weeks.
 */
export const countyFiles = (today: string): readonly [earlier: CountyFiles, later: CountyFiles] => {
  const all = settings()
  const before: RegisterRow[] = all.map(rowOf)
  const named = (name: string): Setting => all.find((setting) => setting.name === name) as Setting
  const turn = firstOfMonth(today, 120)
  const eve = daysBefore(turn, 1)

  const successors: Setting[] = []
  const links: LinkRow[] = []
  const succeed = (from: Setting[], to: Partial<Setting> & Pick<Setting, 'name' | 'type'>, how: '' | ' - merged', linked = true): void => {
    const next: Setting = {
      ...(from[0] ?? named('Bramsley School and Sixth Form')),
      trust: undefined,
      ...to,
      urn: 900_301 + successors.length,
    }
    successors.push(next)
    for (const old of linked ? from : []) {
      links.push({
        urn: String(old.urn),
        linkUrn: String(next.urn),
        linkName: next.name,
        linkType: `Successor${how}`,
        date: registerDate(eve),
      })
      links.push({
        urn: String(next.urn),
        linkUrn: String(old.urn),
        linkName: old.name,
        linkType: `Predecessor${how}`,
        date: registerDate(turn),
      })
    }
  }
  const merging = [named('Marlbury Infant School'), named('Marlbury Junior School')]
  const [converting, closing, unlinked] = [
    named('Bramblecote Primary School'),
    named('Dewsbourne CofE Primary School'),
    named('Pinfold Lane Primary School'),
  ]
  succeed([converting], { name: 'Bramblecote Primary Academy', type: '34', trust: trusts[2] }, '')
  succeed(merging, { name: 'Marlbury Primary School', type: '01', number: 2290 }, ' - merged')
  succeed([unlinked], { name: unlinked.name, type: '34', trust: trusts[0] }, '', false)
  succeed([], { name: 'Thornmere Free School', type: '35', phase: 'Primary', town: at(towns, 7), number: 2291, trust: trusts[11] }, '')
  succeed([], { name: 'Quenby Studio School', type: '41', phase: 'Secondary', town: at(towns, 8), number: 4292, trust: trusts[6] }, '')

  const gone = new Map<number, string>([
    [closing.urn, 'Closure'],
    ...merging.map((setting): [number, string] => [setting.urn, 'Result of Amalgamation/Merger']),
    ...[converting, unlinked].map((setting): [number, string] => [setting.urn, 'Academy Converter']),
  ])
  const joiningTrust = named('Wickenford School')
  const after = all.map((setting): RegisterRow => {
    const row = rowOf(setting)
    const why = gone.get(setting.urn)
    if (why)
      return {
        ...row,
        'EstablishmentStatus (code)': '2',
        'EstablishmentStatus (name)': 'Closed',
        CloseDate: registerDate(eve),
        'ReasonEstablishmentClosed (name)': why,
      }
    if (setting === named('Goosemarsh CofE Primary School'))
      return {
        ...row,
        'EstablishmentStatus (code)': '3',
        'EstablishmentStatus (name)': 'Open, but proposed to close',
        CloseDate: registerDate(daysBefore(today, -200)),
      }
    if (setting === joiningTrust)
      return { ...row, 'Trusts (code)': trusts[1]?.uid ?? '', 'Trusts (name)': trusts[1]?.name ?? '', 'SchoolSponsors (name)': '' }
    // A year brings new rolls everywhere, and here and there a new name on the website.
    return { ...row, NumberOfPupils: String(Number(row['NumberOfPupils']) + (setting.urn % 23) - 11) }
  })
  for (const setting of successors) {
    const proposed = setting.name === 'Quenby Studio School'
    const opens = proposed ? daysBefore(today, -280) : setting.name === 'Thornmere Free School' ? firstOfMonth(today, 80) : turn
    after.push({
      ...rowOf(setting),
      OpenDate: registerDate(opens),
      ...(proposed ? { 'EstablishmentStatus (code)': '4', 'EstablishmentStatus (name)': 'Proposed to open' } : {}),
    })
  }
  const file = (rows: RegisterRow[], asAt: string, with_: LinkRow[]): CountyFiles => ({
    name: `edubasealldata${asAt.replaceAll('-', '')}.csv`,
    register: registerFile(rows.map((row) => ({ ...row, ...censusOf(row, asAt) }))),
    links: linksFile(with_),
    asAt,
  })
  return [file(before, daysBefore(today, 395), []), file(after, daysBefore(today, 20), links)]
}
