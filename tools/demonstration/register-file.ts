// The shape of the national register's "all establishment data" file of April 2025: 135 columns,
// windows-1252, CRLF, quoted.

const sen = Array.from({ length: 13 }, (_, n) => `SEN${n + 1} (name)`)
const coded = (...names: string[]): string[] => names.flatMap((name) => [`${name} (code)`, `${name} (name)`])

/** The header, in the file's own order. */
export const registerColumns: readonly string[] = [
  ...['URN', ...coded('LA'), 'EstablishmentNumber', 'EstablishmentName'],
  ...coded('TypeOfEstablishment', 'EstablishmentTypeGroup', 'EstablishmentStatus', 'ReasonEstablishmentOpened'),
  ...['OpenDate', ...coded('ReasonEstablishmentClosed'), 'CloseDate', ...coded('PhaseOfEducation'), 'StatutoryLowAge', 'StatutoryHighAge'],
  ...[...coded('Boarders'), 'NurseryProvision (name)', ...coded('OfficialSixthForm', 'Gender', 'ReligiousCharacter')],
  ...['ReligiousEthos (name)', ...coded('Diocese', 'AdmissionsPolicy'), 'SchoolCapacity', ...coded('SpecialClasses')],
  ...['CensusDate', 'NumberOfPupils', 'NumberOfBoys', 'NumberOfGirls', 'PercentageFSM', ...coded('TrustSchoolFlag', 'Trusts')],
  ...['SchoolSponsorFlag (name)', 'SchoolSponsors (name)', 'FederationFlag (name)', ...coded('Federations'), 'UKPRN', 'FEHEIdentifier'],
  ...['FurtherEducationType (name)', 'LastChangedDate', 'Street', 'Locality', 'Address3', 'Town', 'County (name)', 'Postcode'],
  ...['SchoolWebsite', 'TelephoneNum', 'HeadTitle (name)', 'HeadFirstName', 'HeadLastName', 'HeadPreferredJobTitle'],
  ...['BSOInspectorateName (name)', 'InspectorateReport', 'DateOfLastInspectionVisit', 'NextInspectionVisit', 'TeenMoth (name)'],
  ...['TeenMothPlaces', 'CCF (name)', 'SENPRU (name)', 'EBD (name)', 'PlacesPRU', 'FTProv (name)', 'EdByOther (name)'],
  ...['Section41Approved (name)', ...sen, 'TypeOfResourcedProvision (name)', 'ResourcedProvisionOnRoll', 'ResourcedProvisionCapacity'],
  ...['SenUnitOnRoll', 'SenUnitCapacity', ...coded('GOR', 'DistrictAdministrative', 'AdministrativeWard', 'ParliamentaryConstituency')],
  ...[...coded('UrbanRural'), 'GSSLACode (name)', 'Easting', 'Northing', 'MSOA (name)', 'LSOA (name)', 'InspectorateName (name)'],
  ...['SENStat', 'SENNoStat', 'BoardingEstablishment (name)', 'PropsName', ...coded('PreviousLA'), 'PreviousEstablishmentNumber'],
  ...['Country (name)', 'UPRN', 'SiteName', ...coded('QABName', 'EstablishmentAccredited'), 'QABReport', 'CHNumber', 'MSOA (code)'],
  ...['LSOA (code)', 'FSM', 'AccreditationExpiryDate'],
]

/** A row of the file by column name; a column that is not named is empty. */
export type RegisterRow = Readonly<Record<string, string>>

/** One predecessor or successor line of the links file. */
export type LinkRow = { urn: string; linkUrn: string; linkName: string; linkType: string; date: string }

export const registerFile = (rows: readonly RegisterRow[]): Uint8Array =>
  windows1252([registerColumns, ...rows.map((row) => registerColumns.map((column) => row[column] ?? ''))])

export const linksFile = (links: readonly LinkRow[]): Uint8Array =>
  windows1252([
    ['URN', 'LinkURN', 'LinkName', 'LinkType', 'LinkEstablishedDate'],
    ...links.map(({ urn, linkUrn, linkName, linkType, date }) => [urn, linkUrn, linkName, linkType, date]),
  ])

/** `2025-09-01` as the register writes it: `01-09-2025`. */
export const registerDate = (day: string): string => day.split('-').reverse().join('-')

const above = new Map([
  ['‘', 0x91],
  ['’', 0x92],
  ['“', 0x93],
  ['”', 0x94],
  ['–', 0x96],
])

const windows1252 = (lines: readonly (readonly string[])[]): Uint8Array => {
  const text = lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
  return Uint8Array.from(`${text}\r\n`, (letter) => above.get(letter) ?? letter.charCodeAt(0))
}
