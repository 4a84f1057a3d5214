import type { Child } from 'hono/jsx'
import { type Day, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Standing } from '#base/list/import-preview.tsx'
import { Rowed } from '#base/list/views.tsx'
import { Button } from '#base/web/field.tsx'
import { Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import {
  type ListedProvider,
  type PlannedProvider,
  type ProviderBatch,
  type ProviderMatch,
  type ProviderRowRefusal,
  providerKinds,
} from '../provider.ts'
import { schoolLabel } from '../school.ts'

export const providersPath = '/organiser/schools/early-years'

const reasons: Record<ProviderRowRefusal, string> = {
  reference_missing: 'No reference. Give its number on the early years register.',
  reference_wrong: 'A reference has 3 to 20 letters and digits, like EY123456.',
  name_missing: 'No name.',
  name_too_long: 'The name is longer than 200 characters.',
  kind_unknown: 'Kind is nursery, childminder or other.',
  place_too_long: 'The postcode is longer than 10 characters, or the ward than 100.',
  registered_wrong: 'Registered is not a date like 01/09/2024 or 2024-09-01.',
  left_wrong: 'Left is not a date like 31/08/2025 or 2025-08-31.',
  left_before_registered: 'It left before it was registered.',
  twice_in_file: 'The same reference stands further up in the file.',
}

export const providerNote = (row: PlannedProvider): string => (row.outcome === 'refused' ? reasons[row.reason] : '')

export const providerCells = ({ provider }: PlannedProvider): Child[] => [
  provider.reference,
  provider.name,
  provider.said,
  provider.postcode,
  datesSaid(provider),
]

const datesSaid = ({ fromDate, untilDate }: Pick<ListedProvider, 'fromDate' | 'untilDate'>): string =>
  [fromDate && `since ${sayShortDay(fromDate)}`, untilDate && `left ${sayShortDay(untilDate)}`].filter(Boolean).join(', ')

const AddAs = ({ one, matches, mayAdd }: { one: ListedProvider; matches: readonly ProviderMatch[]; mayAdd: boolean }) =>
  matches.some(({ providerId }) => providerId === one.id) ? (
    <>Perhaps one, above</>
  ) : mayAdd ? (
    <>
      None
      <br />
      <Link href={`/organiser/schools/outside/new?setting=${one.id}`}>
        Add it<VisuallyHidden> as an organisation: {one.name}</VisuallyHidden>
      </Link>
    </>
  ) : (
    <>None</>
  )

const Where = ({ one: { postcode, wardName } }: { one: ListedProvider }) => (
  <>
    <span class="muster-nowrap">{postcode}</span>
    {postcode && wardName ? ', ' : ''}
    {wardName}
  </>
)

const Organisation = ({ one, ...rest }: Parameters<typeof AddAs>[0]) =>
  one.linkId && one.schoolId ? (
    <form method="post" action={`${providersPath}/links`}>
      <Link href={`/organiser/schools/${one.schoolId}`}>{one.schoolName}</Link>
      <input type="hidden" name="linkId" value={one.linkId} />
      <br />
      <button type="submit" class="govuk-button govuk-button--secondary govuk-!-margin-top-2 govuk-!-margin-bottom-0">
        They are not the same<VisuallyHidden>: {one.name}</VisuallyHidden>
      </button>
    </form>
  ) : (
    <AddAs one={one} {...rest} />
  )

type ProviderListProps = {
  listed: Slice<ListedProvider>
  total: { listed: number; linked: number }
  matches: readonly ProviderMatch[]
  batches: readonly ProviderBatch[]
  today: Day
  url: string
  mayAdd: boolean
}

/** Today's list, and the lists that were loaded. */
export const ProviderList = ({ listed, total, matches, batches, today, url, mayAdd }: ProviderListProps) => (
  <>
    {matches.length > 0 ? (
      <>
        <Table
          caption="May be an organisation that is known here"
          columns={['On the list', 'Organisation', 'The same setting?']}
          rows={matches.map(({ providerId, name, reference, postcode, school }) => [
            `${name}, ${postcode} (${reference})`,
            <Link href={`/organiser/schools/${school.id}`}>{schoolLabel(school)}</Link>,
            <form method="post" action={`${providersPath}/links`}>
              <input type="hidden" name="providerId" value={providerId} />
              <input type="hidden" name="schoolId" value={school.id} />
              <Button kind="secondary">
                They are the same<VisuallyHidden>: {name}</VisuallyHidden>
              </Button>
            </form>,
          ])}
        />
        <P>
          Their name and postcode are the same. What the organisation attends counts for the setting once you say that they are the same.
        </P>
      </>
    ) : null}
    {total.listed > 0 ? (
      <>
        <Rowed
          slice={listed}
          url={url}
          none={null}
          caption={`On the list on ${sayDay(today)}`}
          columns={[
            { name: 'Name', cell: ({ name, reference }) => `${name} (${reference})` },
            { name: 'Kind', cell: ({ kind }) => providerKinds[kind] },
            { name: 'Where', cell: (one) => <Where one={one} /> },
            { name: 'Dates', cell: (one) => datesSaid(one) },
            { name: 'Organisation', cell: (one) => <Organisation one={one} matches={matches} mayAdd={mayAdd} /> },
          ]}
        />
        <P>
          {total.linked} of {total.listed} {plural(total.linked, 'is', 'are')} an organisation that is known here. One that takes part books
          as an organisation outside the register; where its name and postcode are those of the list, it is offered above.
          {mayAdd ? '' : ' An organiser adds the others.'}
        </P>
      </>
    ) : (
      <P>No setting is on the list today.</P>
    )}
    {batches.length > 0 ? (
      <Table
        caption="Lists so far"
        columns={['Source', 'When', { text: 'Rows', numeric: true }, 'State']}
        rows={batches.map((batch) => [
          <Link href={`${providersPath}/${batch.batchId}`}>{batch.source}</Link>,
          sayInstant(batch.loadedAt),
          batch.rows,
          <Standing rows={batch.standing} />,
        ])}
      />
    ) : null}
  </>
)
