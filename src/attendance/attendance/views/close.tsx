import { sayTime } from '#base/dates.ts'
import { sayPence } from '#base/money.ts'
import { markTypes, markWords } from '#base/standing.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { atStart, inWords } from '#base/words.ts'
import type { CloseRefusal } from '../close-register.ts'
import { type Absence, type Counts, personName, registerTitle, type SessionOfRegister } from '../register.ts'
import { type RegisterView, registerPath } from '../register-path.ts'
import { sayCloseRefusal, sayNotMarked } from './refusals.tsx'

export const ClosePage = ({
  session,
  view,
  counts,
  unmatched,
  isOver,
  absences,
  refused,
}: {
  session: SessionOfRegister
  view: RegisterView
  counts: Counts
  /** Walk-ins not matched to a school. */
  unmatched: number
  isOver: boolean
  /** Unattended places that closing charges. */
  absences: readonly Absence[]
  refused?: CloseRefusal | undefined
}) => {
  const problems: Problems = refused ? { figures: sayCloseRefusal(counts.left)[refused] } : {}
  const [charged, excused] = [absences.filter(({ due }) => due), absences.filter(({ due }) => !due)]
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{registerTitle(session)}</span>
      <Title>Close the register</Title>
      {isOver ? null : (
        <P id="figures">This session ends at {sayTime(session.endsAt)}: until then its register stays open, whoever is marked.</P>
      )}
      {!isOver ? (
        <P>
          <Link href={registerPath(session.id, view)}>Back to the register</Link>
        </P>
      ) : counts.left > 0 ? (
        <>
          <P id="figures">{sayNotMarked(counts.left)}. A register closes only when everyone is marked.</P>
          <P>
            <Link href={registerPath(session.id, { ...view, q: '', show: 'left' })}>
              Mark {counts.left === 1 ? 'the one who is left' : `the ${counts.left} who are left`}
            </Link>
          </P>
        </>
      ) : (
        <form method="post" action={registerPath(session.id, view, '/close')} id="figures">
          <Table
            caption="What you sign off"
            columns={['Marked as', { text: 'People', numeric: true }]}
            rows={markTypes.map((markType) => [markWords[markType], String(counts.figures[markType])])}
          />
          {unmatched > 0 ? (
            <div class="govuk-inset-text">
              {atStart(unmatched, 'person is', 'people are')} not matched to a school, so no school is counted for them. You can match them
              after closing too.
            </div>
          ) : null}
          {charged.length > 0 ? (
            <>
              <P>
                By the terms that their schools accepted, closing proposes a charge for {inWords(charged.length, 'place')} that nobody came
                to. Each is looked at before it is owed. Whoever is later corrected to have come is not charged.
              </P>
              <Table
                caption="What closing proposes"
                captionClass="govuk-table__caption--s"
                columns={['School', 'Person', { text: 'Charge', numeric: true }]}
                rows={charged.map(({ school, name, pence }) => [school, personName({ name }), sayPence(pence)])}
              />
            </>
          ) : null}
          {excused.length > 0 ? (
            <Table
              caption="Somebody else of the school came, so nothing is charged"
              captionClass="govuk-table__caption--s"
              columns={['School', 'Did not come', 'Came without a place']}
              rows={excused.map(({ school, name, unexpected }) => [
                school,
                personName({ name }),
                unexpected.map((one) => personName({ name: one })).join(', '),
              ])}
            />
          ) : null}
          <P>
            Closing signs the register off in your name. Whatever is changed later needs a reason and is shown as a correction; it cannot be
            opened again.
          </P>
          {markTypes.map((markType) => (
            <input type="hidden" name={markType} value={String(counts.figures[markType])} />
          ))}
          <div class="muster-actions">
            <Button>Close and sign off</Button>
            <Link href={registerPath(session.id, view)}>Leave it open</Link>
          </div>
        </form>
      )}
    </Page>
  )
}
