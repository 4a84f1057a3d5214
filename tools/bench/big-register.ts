// A made-up register of the real one's size and shape, for measuring: 135 columns, some 60 MB for
// 50,000 rows. `npx node tools/bench/big-register.ts FILE`.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** The header of the register as it was on 22 April 2025, shortened where names only repeat. */
const header: readonly string[] = [
  ...'URN|LA (code)|LA (name)|EstablishmentNumber|EstablishmentName|TypeOfEstablishment (code)|TypeOfEstablishment (name)|EstablishmentTypeGroup (code)|EstablishmentTypeGroup (name)|EstablishmentStatus (code)|EstablishmentStatus (name)|ReasonEstablishmentOpened (code)|ReasonEstablishmentOpened (name)|OpenDate|ReasonEstablishmentClosed (code)|ReasonEstablishmentClosed (name)|CloseDate|PhaseOfEducation (code)|PhaseOfEducation (name)|StatutoryLowAge|StatutoryHighAge|Boarders (code)|Boarders (name)|NurseryProvision (name)|OfficialSixthForm (code)|OfficialSixthForm (name)|Gender (code)|Gender (name)|ReligiousCharacter (code)|ReligiousCharacter (name)|ReligiousEthos (name)|Diocese (code)|Diocese (name)|AdmissionsPolicy (code)|AdmissionsPolicy (name)|SchoolCapacity|SpecialClasses (code)|SpecialClasses (name)|CensusDate|NumberOfPupils|NumberOfBoys|NumberOfGirls|PercentageFSM|TrustSchoolFlag (code)|TrustSchoolFlag (name)|Trusts (code)|Trusts (name)|SchoolSponsorFlag (name)|SchoolSponsors (name)|FederationFlag (name)|Federations (code)|Federations (name)|UKPRN|FEHEIdentifier|FurtherEducationType (name)|LastChangedDate|Street|Locality|Address3|Town|County (name)|Postcode|SchoolWebsite|TelephoneNum|HeadTitle (name)|HeadFirstName|HeadLastName|HeadPreferredJobTitle|BSOInspectorateName (name)|InspectorateReport|DateOfLastInspectionVisit|NextInspectionVisit|TeenMoth (name)|TeenMothPlaces|CCF (name)|SENPRU (name)|EBD (name)|PlacesPRU|FTProv (name)|EdByOther (name)|Section41Approved (name)'.split(
    '|',
  ),
  ...Array.from({ length: 13 }, (_, n) => `SEN${n + 1} (name)`),
  ...'TypeOfResourcedProvision (name)|ResourcedProvisionOnRoll|ResourcedProvisionCapacity|SenUnitOnRoll|SenUnitCapacity|GOR (code)|GOR (name)|DistrictAdministrative (code)|DistrictAdministrative (name)|AdministrativeWard (code)|AdministrativeWard (name)|ParliamentaryConstituency (code)|ParliamentaryConstituency (name)|UrbanRural (code)|UrbanRural (name)|GSSLACode (name)|Easting|Northing|MSOA (name)|LSOA (name)|InspectorateName (name)|SENStat|SENNoStat|BoardingEstablishment (name)|PropsName|PreviousLA (code)|PreviousLA (name)|PreviousEstablishmentNumber|Country (name)|UPRN|SiteName|QABName (code)|QABName (name)|EstablishmentAccredited (code)|EstablishmentAccredited (name)|QABReport|CHNumber|MSOA (code)|LSOA (code)|FSM|AccreditationExpiryDate'.split(
    '|',
  ),
]

const types = [
  ['01', 'Community school', '4', 'Local authority maintained schools', '2', 'Primary'],
  ['02', 'Voluntary aided school', '4', 'Local authority maintained schools', '2', 'Primary'],
  ['34', 'Academy converter', '10', 'Academies', '4', 'Secondary'],
  ['11', 'Other independent school', '3', 'Independent schools', '0', 'Not applicable'],
  ['07', 'Community special school', '5', 'Special schools', '0', 'Not applicable'],
] as const

/**
 * One made-up row; `n` counts from 0. 130 of 50,000 are in authority 884; every other is closed.
 */
const row = (n: number): string => {
  const type = types[n % types.length] ?? types[0]
  const closed = n % 2 === 1
  const la = n % 385 === 0 ? '884' : String(200 + (n % 150))
  const facts: Record<string, string> = {
    URN: String(100_000 + n),
    'LA (code)': la,
    'LA (name)': la === '884' ? 'Herefordshire, County of' : `Authority ${la}`,
    EstablishmentNumber: String(2000 + (n % 7000)),
    EstablishmentName: n % 9 === 0 ? `St Mary’s "${n}" Church of England School, Upper Hill` : `Made-up Primary and Nursery School ${n}`,
    'TypeOfEstablishment (code)': type[0],
    'TypeOfEstablishment (name)': type[1],
    'EstablishmentTypeGroup (code)': type[2],
    'EstablishmentTypeGroup (name)': type[3],
    'EstablishmentStatus (code)': closed ? '2' : '1',
    'EstablishmentStatus (name)': closed ? 'Closed' : 'Open',
    OpenDate: '01-09-1972',
    CloseDate: closed ? '31-08-2012' : '',
    'PhaseOfEducation (code)': type[4],
    'PhaseOfEducation (name)': type[5],
    Street: `${n % 200} Long Lane`,
    Town: `Town ${n % 1300}`,
    Postcode: `HR${n % 9} ${n % 9}AA`,
    SchoolWebsite: `https://www.school${n}.example.sch.uk/`,
    TelephoneNum: '01432000000',
    'Trusts (code)': type[2] === '10' ? String(2000 + (n % 900)) : '',
    'Trusts (name)': type[2] === '10' ? `MADE-UP LEARNING TRUST ${n % 900}` : '',
    'AdministrativeWard (name)': `Ward ${n % 7000}`,
    'DistrictAdministrative (name)': `District ${n % 300}`,
    Easting: String(333_000 + (n % 200_000)),
    Northing: String(251_000 + (n % 200_000)),
    UPRN: String(10_000_000_000 + n),
  }
  return header
    .map((name) => `"${(facts[name] ?? (/^(?!SEN).*\(name\)$/.test(name) ? 'Not applicable' : '')).replaceAll('"', '""')}"`)
    .join(',')
}

/** The lines of a register of so many rows, each with its line end, in Windows-1252. */
function* bigRegister(rows: number): Generator<Uint8Array> {
  const bytes = (line: string): Uint8Array => Buffer.from(`${line}\r\n`.replaceAll('’', '\u0092'), 'latin1')
  yield bytes(header.map((name) => `"${name}"`).join(','))
  for (let n = 0; n < rows; n += 1) yield bytes(row(n))
}

export const writeBigRegister = async (path: string, rows = 50_000): Promise<number> => {
  const file = createWriteStream(path)
  let written = 0
  for (const line of bigRegister(rows)) {
    written += line.length
    if (!file.write(line)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
  return written
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = process.argv[2]
  if (path === undefined) {
    console.error('Say where to write it: npx node tools/bench/big-register.ts FILE')
    process.exitCode = 1
  } else console.log(`${((await writeBigRegister(path)) / 1e6).toFixed(1)} MB in ${path}`)
}
