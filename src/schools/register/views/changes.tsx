import { isDay, sayDay } from '#base/dates.ts'
import { Link, Tag } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import type { How } from '#schools/schools/record.ts'
import { kinds, schoolLabel, sectors } from '#schools/schools/school.ts'
import type { ComparedFact, FieldChange } from '../facts.ts'
import type { Change, ChangeKind } from '../import.ts'
import { sayMoved } from './moved.tsx'
import { kindQuestions } from './reviews.tsx'

const factNames: Record<ComparedFact, string> = {
  name: 'Name',
  laCode: 'Authority code',
  laName: 'Authority',
  establishmentNumber: 'Establishment number',
  typeCode: 'Type code',
  typeName: 'Type',
  typeGroupCode: 'Type group code',
  typeGroupName: 'Type group',
  statusCode: 'Status code',
  statusName: 'Status',
  phaseCode: 'Phase code',
  phase: 'Phase',
  lowAge: 'Lowest age',
  highAge: 'Highest age',
  trustUid: 'Trust number',
  trustName: 'Trust',
  federationName: 'Federation',
  openDate: 'Opening date',
  closeDate: 'Closing date',
  closeReason: 'Reason for closing',
  opensOn: 'Counted as open from',
  closesOn: 'No longer counted as open from',
  street: 'Street',
  locality: 'Locality',
  address3: 'Address line 3',
  town: 'Town',
  county: 'County',
  postcode: 'Postcode',
  website: 'Website',
  telephone: 'Telephone',
  ukprn: 'UKPRN',
  uprn: 'UPRN',
  pupils: 'Pupils',
  girls: 'Girls',
  censusOn: 'Day of the census of pupils',
  capacity: 'Places for pupils',
  wardCode: 'Ward code',
  wardName: 'Ward',
  districtCode: 'District code',
  districtName: 'District',
  urbanRural: 'Urban or rural',
  gender: 'Gender of pupils',
  religiousCharacter: 'Religious character',
  diocese: 'Diocese',
  nurseryProvision: 'Nursery provision',
  freeMealsPercent: 'Pupils with free school meals, %',
  headMark: 'Head',
  easting: 'Easting',
  northing: 'Northing',
  sector: 'Sector',
  kind: 'Kind of setting',
}

const howNames: Record<How, string> = {
  one_to_one: 'Goes on under a new number',
  merger: 'Merged into another school',
  split: 'Split into several schools',
}

/** Codes change with their names and are not listed. */
const codes: Partial<Record<ComparedFact, ComparedFact>> = {
  laCode: 'laName',
  typeCode: 'typeName',
  typeGroupCode: 'typeGroupName',
  statusCode: 'statusName',
  phaseCode: 'phase',
  trustUid: 'trustName',
  wardCode: 'wardName',
}

const say = (fact: ComparedFact, value: string): string => {
  if (value === '') return 'nothing'
  if (fact === 'sector' || fact === 'kind') return { ...kinds, ...sectors }[value as keyof typeof kinds] ?? value
  return isDay(value) ? sayDay(value) : value
}

/** Names of heads are not kept. */
const headSaid = ({ old, new: now }: FieldChange): string =>
  now === '' ? 'no longer named' : old === '' ? 'named' : 'another name than before'

const Fields = ({ fields }: { fields: readonly FieldChange[] }) => {
  const named = new Set(fields.map((field) => field.fact))
  const shown = fields.filter((field) => !named.has(codes[field.fact] ?? field.fact) || codes[field.fact] === undefined)
  return shown.length === 0 ? null : (
    <ul class="govuk-list govuk-!-margin-bottom-0">
      {shown.map((field) => (
        <li>
          {factNames[field.fact]}:{' '}
          {field.fact === 'headMark' ? (
            headSaid(field)
          ) : (
            <>
              <del>{say(field.fact, field.old)}</del> → <ins>{say(field.fact, field.new)}</ins>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

export const School = ({ change }: { change: Change }) => {
  const label = schoolLabel(change)
  return (
    <>
      {change.schoolId ? <Link href={`/organiser/schools/${change.schoolId}`}>{label}</Link> : label}
      {change.futureBookings > 0 ? (
        <>
          <br />
          <Tag colour="orange">{counted(change.futureBookings, 'place booked', 'places booked')}</Tag>
        </>
      ) : null}
    </>
  )
}

export const Detail = ({ change }: { change: Change }) => {
  const { detail } = change
  if (change.kind === 'created') {
    const others = (detail.urns ?? []).filter((urn) => urn !== change.urn)
    const known = [detail.typeName, detail.statusName].filter(Boolean).join(', ')
    return <>{`${known}${others.length > 0 ? `${known ? '; ' : ''}also under URN ${others.join(', ')}` : ''}`}</>
  }
  if (change.kind === 'review') return <>{detail.review ? kindQuestions[detail.review.kind](detail.review) : null}</>
  if (change.kind === 'succession') {
    return (
      <>
        {howNames[detail.how ?? 'one_to_one']}: {schoolLabel({ name: detail.toName ?? '', town: '', urn: detail.to ?? '' })}
        {detail.happenedOn ? `, ${sayDay(detail.happenedOn)}` : ''}
        {detail.join ? '. We held the two as separate schools; they become one.' : ''}
        {detail.moved ? ` These count for it then: ${listed(sayMoved(detail.moved)) || 'nothing'}.` : ''}
        <Fields fields={detail.fields ?? []} />
      </>
    )
  }
  return <Fields fields={detail.fields ?? []} />
}

export const secondColumn: Record<ChangeKind, string> = {
  created: 'Type and status',
  closed: 'What changes',
  closing: 'What changes',
  changed: 'What changes',
  succession: 'What becomes of it',
  review: 'Question',
}
