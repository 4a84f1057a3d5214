import { sayDay, sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Details, Heading, Link, P, SummaryList, Table } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { sayVat } from '../price.ts'
import type { KeptCode, ListedPrices, PricedEvent } from '../stored-price-list.ts'
import { CodesTable } from './price-codes.tsx'
import { PriceTable } from './price-table.tsx'

const home = '/organiser/finance/prices'

export const inUse = (list: Pick<ListedPrices, 'events' | 'bookings'>): string =>
  `${inWords(list.events, 'event')} to come, ${inWords(list.bookings, 'booking')}`

/** `mayWrite`: finance and administrators; other organisers only read. */
export const PriceListsPage = ({ lists, mayWrite, hasVat }: { lists: readonly ListedPrices[]; mayWrite: boolean; hasVat: boolean }) => {
  const newest = lists.filter((one) => !lists.some((other) => other.key === one.key && other.version > one.version))
  const usable = newest.filter((one) => one.retiredAt === null)
  const retired = newest.filter((one) => one.retiredAt !== null)
  const link = (list: ListedPrices) => <Link href={`${home}/${list.key}`}>{list.name}</Link>
  return (
    <>
      <P>
        What a place costs, by legal status, area and service agreement. Organisers choose a list under the rules of booking of an event;
        the person who books accepts it as it is then, and a later version does not change what they accepted.
      </P>
      {mayWrite ? (
        <div class="govuk-button-group">
          <a href={`${home}/new`} class="govuk-button">
            Write a price list
          </a>
          <Link href="/organiser/finance/vat">VAT codes</Link>
        </div>
      ) : null}
      {mayWrite && !hasVat ? (
        <p class="govuk-inset-text">There is no VAT code yet, and every price needs one. Add the VAT codes first.</p>
      ) : null}
      {usable.length === 0 ? (
        <p class="govuk-inset-text">
          There are none yet, so every event is free of charge.{mayWrite ? '' : ' Finance writes the price lists.'}
        </p>
      ) : (
        <Table
          caption="Price lists that events can have"
          columns={['List', { text: 'Default price', numeric: true }, 'VAT', 'Version', 'In use']}
          rows={usable.map((one) => [
            link(one),
            sayMoney(one.defaultPence),
            one.vatCodes.filter((vat) => vat.id === one.vatCodeId).map(sayVat),
            `Version ${one.version}, ${sayDay(one.createdAt)}`,
            inUse(one),
          ])}
        />
      )}
      {retired.length === 0 ? null : (
        <Table
          caption="Retired"
          columns={['List', 'Retired on', 'In use']}
          rows={retired.map((one) => [link(one), sayDay(one.retiredAt ?? ''), inUse(one)])}
        />
      )}
    </>
  )
}

type PriceListPageProps = {
  versions: readonly [ListedPrices, ...ListedPrices[]]
  codes: readonly KeptCode[]
  events: readonly PricedEvent[]
  mayWrite: boolean
  mayOrganise: boolean
  now: string
}

export const PriceListPage = ({ versions, codes, events, mayWrite, mayOrganise, now }: PriceListPageProps) => {
  const [list] = versions
  const at = `${home}/${list.key}`
  const writable = mayWrite && list.retiredAt === null
  return (
    <>
      {list.retiredAt ? (
        <p class="govuk-inset-text">Retired on {sayDay(list.retiredAt)}: no event can choose it any more, and what has it keeps it.</p>
      ) : null}
      {writable ? (
        <div class="govuk-button-group">
          <a href={`${at}/edit`} class="govuk-button">
            New version
          </a>
          <a href={`${at}/retire`} class="govuk-link">
            Retire this list
          </a>
        </div>
      ) : null}
      <SummaryList
        rows={[
          ['Default price', sayMoney(list.defaultPence)],
          ['Default early price', list.defaultEarlyPence === null ? 'None' : sayMoney(list.defaultEarlyPence)],
          ['VAT', list.vatCodes.filter((vat) => vat.id === list.vatCodeId).map((vat) => `${vat.code}: ${sayVat(vat)}`)],
          ['A place online', list.onlineLessPence === 0 ? undefined : `${sayMoney(list.onlineLessPence)} less than one in the room`],
          ['First places free of charge', list.freePlaces === 0 ? 'None' : `${list.freePlaces} of each school at an event`],
          ['Notes', list.notes ? <span class="muster-lines">{list.notes}</span> : undefined],
        ]}
      />
      <PriceTable list={list} />
      <Heading>Codes</Heading>
      <CodesTable at={at} codes={codes} mayWrite={mayWrite} now={now} />
      {writable ? (
        <P>
          <Link href={`${at}/codes/new`}>Add a code</Link>
        </P>
      ) : null}
      <Heading>Where it is used</Heading>
      {events.length === 0 ? (
        <P>No event to come has it.</P>
      ) : (
        <ul class="govuk-list">
          {events.map((event) => (
            <li>
              {mayOrganise ? <Link href={`/organiser/events/${event.code}`}>{event.title}</Link> : event.title},{' '}
              {event.startsAt ? sayShortDay(event.startsAt) : 'no date yet'}: version {event.version}
            </li>
          ))}
        </ul>
      )}
      <Heading>Versions</Heading>
      {versions.map((one) => (
        <Details
          summary={
            <>
              Version {one.version}, {sayDay(one.createdAt)}: {inUse(one)}
            </>
          }
        >
          {one.version === list.version ? <P>It is the newest, shown above.</P> : <PriceTable list={one} />}
        </Details>
      ))}
    </>
  )
}
