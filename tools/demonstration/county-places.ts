// The towns, wards, villages and trusts of fictional Alderwickshire. Nothing can be mistaken for
// real: postcodes begin with AK, which Royal Mail does not use, telephone numbers with 01632 960,
// addresses end in .example. Grid references lie in the middle of England.
import { type RegisterRow, registerDate } from './register-file.ts'

export const county = { laCode: '999', laName: 'Alderwickshire', gss: 'E10000999', neighbour: { laCode: '998', laName: 'Fenmarch' } }

export type Town = { name: string; district: number; easting: number; northing: number; wards: readonly string[] }

export const towns: readonly Town[] = [
  {
    name: 'Alderwick',
    district: 1,
    easting: 396_400,
    northing: 262_300,
    wards: ['Castle', 'Priory', 'Wharf and Canal', 'Northfield', 'St Oswald’s'],
  },
  {
    name: 'Marlbury',
    district: 2,
    easting: 409_800,
    northing: 256_900,
    wards: ['Marlbury East', 'Marlbury West', 'Pinfold', 'Marlbury Rural'],
  },
  { name: 'Lydcombe', district: 3, easting: 388_200, northing: 249_700, wards: ['Lydcombe Town', 'Lydcombe Common', 'Combe Valley'] },
  { name: 'Stoke Fenley', district: 4, easting: 402_900, northing: 271_500, wards: ['Fenley North', 'Fenley South', 'Holloway'] },
  { name: 'Great Hopling', district: 5, easting: 383_700, northing: 266_100, wards: ['Hopling', 'Hopling Hills', 'Beacon'] },
  { name: 'Penbridge Cross', district: 6, easting: 378_400, northing: 256_200, wards: ['Penbridge', 'Cross and Arrowhurst'] },
  { name: 'Wickenford', district: 7, easting: 413_100, northing: 267_800, wards: ['Wickenford', 'Mill and Meadow'] },
  { name: 'Thornmere', district: 8, easting: 398_800, northing: 247_100, wards: ['Thornmere', 'Garden Village'] },
  { name: 'Bramsley', district: 9, easting: 390_900, northing: 275_600, wards: ['Bramsley', 'Upper Quenby'] },
]

export const villages: readonly string[] = [
  ...[
    'Arrowhurst',
    'Ashmead Lea',
    'Aylescombe',
    'Barnwick',
    'Beckmoor',
    'Birchover Lea',
    'Brindlewick',
    'Broadmere',
    'Burrowhay',
    'Calderhope',
  ],
  ...[
    'Chantrey Hill',
    'Clevestone',
    'Combe Mallow',
    'Copperfield',
    'Crowhurst Bank',
    'Dapplemere',
    'Eaton Fallow',
    'Elmstow',
    'Fallowdene',
  ],
  ...[
    'Fennelthorpe',
    'Fernley Bridge',
    'Foxcote Green',
    'Gallowfield',
    'Goosemarsh',
    'Grebe Hill',
    'Hallowdale',
    'Hartsbourne',
    'Hazelbeck',
    'Ivelmere',
    'Kingsmallow',
  ],
  ...[
    'Knapwick',
    'Larkstoke',
    'Linnet Hill',
    'Little Hopling',
    'Lower Quenby',
    'Mallowbrook',
    'Merrowdown',
    'Mossgill',
    'Netherfold',
    'Nettlecombe',
    'Oakhanger Vale',
  ],
  ...[
    'Orchard Leigh',
    'Otterbourne Weir',
    'Ploverfield',
    'Quarrington Moor',
    'Rookhope Bank',
    'Rushmere End',
    'Saltersway',
    'Sedgewick Fen',
  ],
  ...[
    'Shepton Arrow',
    'Sorrelby',
    'Starling Row',
    'Stonecrop',
    'Swallowcliffe Mead',
    'Tansley Fold',
    'Teaselby',
    'Thistledown',
    'Upper Fenley',
    'Vinegar Hill',
  ],
  ...['Uffcombe', 'Vallow Cross', 'Violet Bank', 'Wagtail Green', 'Watermead', 'Westering', 'Whinberry', 'Willowthorpe', 'Wrensford'],
]

export type Trust = { uid: string; name: string }

const trustNames = [
  ...['Hedgerow Learning Trust', 'Alderwick Diocesan Academies Trust', 'Open Fields Education Trust', 'The Fenley Federation of Academies'],
  ...[
    'St Oswald’s Catholic Multi Academy Company',
    'Beacon Hill Schools Partnership',
    'Waymark Academies',
    'The Marl Trust',
    'Arrow Valley Trust',
  ],
  ...[
    'Lantern Special Education Trust',
    'Penbridge High School Academy Trust',
    'Thornmere Learning Community',
    'Kestrel Alternative Provision Trust',
  ],
]
/** The first spans both authorities; the second and third are the largest. */
export const trusts: readonly Trust[] = trustNames.map((name, n) => ({ uid: String(90_001 + n), name }))

export const saints: readonly string[] = [
  'Chad',
  'Oswald',
  'Cuthbert',
  'Aldhelm',
  'Bridget',
  'Hilda',
  'Wulfstan',
  'Agnes',
  'Botolph',
  'Etheldreda',
]

/** Type code: name, group code, group name, as the register writes them. */
export const types: Readonly<Record<string, readonly [name: string, groupCode: string, groupName: string]>> = {
  '': ['', '', ''],
  '01': ['Community school', '4', 'Local authority maintained schools'],
  '02': ['Voluntary aided school', '4', 'Local authority maintained schools'],
  '03': ['Voluntary controlled school', '4', 'Local authority maintained schools'],
  '05': ['Foundation school', '4', 'Local authority maintained schools'],
  '07': ['Community special school', '5', 'Special schools'],
  '08': ['Non-maintained special school', '5', 'Special schools'],
  '10': ['Other independent special school', '5', 'Special schools'],
  '11': ['Other independent school', '3', 'Independent schools'],
  '14': ['Pupil referral unit', '4', 'Local authority maintained schools'],
  '15': ['Local authority nursery school', '4', 'Local authority maintained schools'],
  '18': ['Further education', '1', 'Colleges'],
  '28': ['Academy sponsor led', '10', 'Academies'],
  '32': ['Special post 16 institution', '9', 'Other types'],
  '34': ['Academy converter', '10', 'Academies'],
  '35': ['Free schools', '11', 'Free Schools'],
  '41': ['Studio schools', '11', 'Free Schools'],
  '42': ['Academy alternative provision converter', '10', 'Academies'],
  '44': ['Academy special converter', '10', 'Academies'],
  '45': ['Academy 16-19 converter', '10', 'Academies'],
}

/**
 * What the register adds of a school, by rule so that each file says the same: faith by its name,
 * the country in villages, the rest by its number. One in 23 has none of it.
 */
export const contextOf = ({ urn, name, phase }: { urn: number; name: string; phase: string }): Readonly<Record<string, string>> => {
  if (urn % 23 === 0) return {}
  const faith = name.includes('Catholic') ? 'Roman Catholic' : /CofE|^St /.test(name) ? 'Church of England' : 'Does not apply'
  const gender =
    phase === 'Secondary' && urn % 9 === 0
      ? (['1', 'Boys'] as const)
      : urn % 19 === 0
        ? (['2', 'Girls'] as const)
        : (['3', 'Mixed'] as const)
  const rural = villages.some((village) => name.includes(village))
  return {
    ...{ 'Gender (code)': gender[0], 'Gender (name)': gender[1], 'ReligiousCharacter (name)': faith },
    ...{ 'UrbanRural (name)': rural ? '(England/Wales) Rural village' : '(England/Wales) Urban city and town' },
    ...{ PercentageFSM: `${((urn * 37) % 480) / 10}`, SchoolCapacity: String(60 + ((urn * 53) % 1200)) },
  }
}

/** Girls of the pupils, and the census in January that counted them. */
export const censusOf = (row: RegisterRow, asAt: string): RegisterRow => {
  const [pupils, urn] = [Number(row['NumberOfPupils']), Number(row['URN'])]
  const girls =
    row['Gender (name)'] === 'Girls' ? pupils : row['Gender (name)'] === 'Boys' ? 0 : Math.round((pupils * (45 + (urn % 9))) / 100)
  const year = Number(asAt.slice(0, 4)) - (asAt.slice(5) < '06-01' ? 1 : 0)
  return pupils > 0 ? { CensusDate: registerDate(`${year}-01-15`), NumberOfGirls: String(girls) } : {}
}
