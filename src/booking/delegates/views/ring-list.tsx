import { sayInstant } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Rowed } from '#base/list/views.tsx'
import { Button } from '#base/web/field.tsx'
import { Shelves } from '#base/web/page-head.tsx'
import { Link, P, Tag, type TagColour, VisuallyHidden } from '#base/web/page-parts.tsx'
import { TelephoneLink } from '#base/web/telephone-link.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type Reach, type RingList, reachWords, rungWords, type ToRing } from '../ring.ts'

const colours: Record<Reach, TagColour> = {
  not_delivered: 'red',
  no_address: 'red',
  waiting: 'yellow',
  sent: 'blue',
  nothing: 'grey',
  accepted: 'green',
}

const Telephone = ({ number, whose }: { number: string; whose?: string }) => (
  <div>
    <TelephoneLink number={number} />
    {whose ? ` (${whose})` : ''}
  </div>
)

const Booking = ({ reference }: { reference: string }) => <Link href={`/bookings/${reference}`}>{reference}</Link>

const Mark = ({ list, one, form, show, after }: Pick<RingListPageProps, 'list' | 'form' | 'show' | 'after'> & { one: ToRing }) => (
  <form method="post" action={`/organiser/events/${list.event.code}/ring-list/marks`} class="muster-no-print muster-ring-marks">
    <input type="hidden" name="form" value={form} />
    <input type="hidden" name="show" value={show} />
    <input type="hidden" name="after" value={after} />
    <input type="hidden" name="who" value={`${one.kind}:${one.id}`} />
    {(['spoke', 'left_message'] as const).map((how) => (
      <button type="submit" name="how" value={how} class="muster-link-button">
        {rungWords[how]}
        <VisuallyHidden>: {one.name || 'no name'}</VisuallyHidden>
      </button>
    ))}
  </form>
)

type RingListPageProps = {
  list: RingList
  /** A page of the people, in calling order. */
  slice: Slice<ToRing>
  url: string
  show: 'all' | 'open'
  /** The person after whom the page begins; '' on the first. */
  after: string
  /** The form's id, made with the page. */
  form: string
}

const Who = ({ one }: { one: ToRing }) => (
  <>
    {one.name || 'No name'}
    <div class="muster-quiet govuk-!-font-weight-regular">
      {one.kind === 'delegate'
        ? 'Delegate'
        : one.bookings.length === 1
          ? 'Contact of booking '
          : `Contact of ${one.bookings.length} bookings`}
      {one.kind === 'contact' && one.bookings.length === 1 ? <Booking reference={one.bookings[0]?.reference ?? ''} /> : null}
      {one.role ? `, ${one.role}` : ''}
      {one.bookings.length === 1
        ? `, ${schoolLabel({ ...one.school, urn: null })}`
        : one.bookings.map(({ reference, school }) => (
            <div>
              <Booking reference={reference} />, {schoolLabel(school)}
            </div>
          ))}
    </div>
  </>
)

const Telephones = ({ one }: { one: ToRing }) => (
  <>
    {one.telephones.map((number) => (
      <Telephone number={number} />
    ))}
    {one.schoolTelephone ? <Telephone number={one.schoolTelephone} whose="school" /> : null}
    {one.telephones.length === 0 && !one.schoolTelephone ? 'None known' : null}
  </>
)

const Files = ({ here, show }: { here: string; show: string }) => (
  <form method="post" action={`${here}/export`} class="muster-no-print">
    <input type="hidden" name="show" value={show} />
    <P>As a file it names people and their numbers: delete it when everybody has been rung. The log keeps that you downloaded it.</P>
    <div class="govuk-button-group">
      <Button kind="secondary" name="format" value="xlsx">
        Download as a workbook (XLSX)
      </Button>
      <Button kind="secondary" name="format" value="csv">
        Download as CSV
      </Button>
    </div>
  </form>
)

export const RingListPage = ({ list, slice, url, show, after, form }: RingListPageProps) => {
  const here = `/organiser/events/${list.event.code}/ring-list`
  const open = list.people.filter((one) => one.reach !== 'accepted')
  const spoken = (show === 'all' ? list.people : open).filter((one) => one.rung.some(({ how }) => how === 'spoke')).length
  return (
    <>
      {list.sending ? (
        <P>
          What became of the messages about the{' '}
          <Link href={`/organiser/sendings/${list.sending.id}`}>
            {list.sending.kind === 'change' ? 'last change' : 'cancellation'} of {sayInstant(list.sending.createdAt)}
          </Link>
          , and who has been rung since. Those not known to have got it come first. That a mail server accepted a message says nothing of
          anybody having read it.
        </P>
      ) : (
        <P>No change of the whole event has been sent yet. The list gives everybody’s telephone numbers.</P>
      )}
      {list.sending ? (
        <Shelves
          label="Who is listed"
          small
          links={(['all', 'open'] as const).map((which) => ({
            href: which === 'all' ? here : `${here}?show=open`,
            text: which === 'all' ? `Everybody (${list.people.length})` : `Not yet accepted (${open.length})`,
            current: which === show ? 'page' : undefined,
          }))}
        />
      ) : null}
      <Rowed
        dense
        cards="flow"
        slice={slice}
        url={url}
        none={<P>{list.people.length === 0 ? 'Nobody has a place, so there is nobody to ring.' : 'Nobody is left to ring.'}</P>}
        caption={`${counted(slice.total, 'person', 'people')}${spoken > 0 ? `, ${sayNumber(spoken)} spoken to` : ''}`}
        columns={[
          { name: 'Who', cell: (one) => <Who one={one} /> },
          { name: 'Telephone', cell: (one) => <Telephones one={one} /> },
          ...(list.people.some(({ reach }) => reach !== 'nothing')
            ? [{ name: 'Message about the change', cell: (one: ToRing) => <Tag colour={colours[one.reach]}>{reachWords[one.reach]}</Tag> }]
            : []),
          {
            name: 'Rung',
            cell: (one) => (
              <>
                {one.rung.map(({ how, at, by }) => (
                  <div>
                    {rungWords[how]}, {sayInstant(at)}
                    {by ? `, ${by}` : ''}
                  </div>
                ))}
                <Mark list={list} one={one} form={form} show={show} after={after} />
              </>
            ),
          },
        ]}
      />
      {slice.total > 0 ? <Files here={here} show={show} /> : null}
    </>
  )
}
