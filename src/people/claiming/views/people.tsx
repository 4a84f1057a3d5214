import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Address, Bullets, Heading, P, SummaryList, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { type Colleague, nameOf, type OneColleague, type People, sayMay } from '#people/claims/colleague.ts'
import { EvidenceList } from '#people/claims/views/evidence.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { ownVouch } from './refusals.tsx'

const Card = ({ one, self, children }: { one: Colleague; self: boolean; children: unknown }) => (
  <li>
    <h3 class="govuk-heading-s">
      {nameOf(one)}
      {self ? ' (you)' : ''} {one.mayBook === 0 && one.state === 'approved' ? <Tag colour="grey">Cannot book</Tag> : null}
    </h3>
    <SummaryList
      rows={[
        ['Address', <Address email={one.email} />],
        ['Shared mailbox', one.shared === 1 ? 'Yes: each time, whoever signs in says who they are' : undefined],
        ['At the school', one.role ?? undefined],
        one.state === 'requested'
          ? ['Asked', sayInstant(one.requestedAt)]
          : ['Approved', one.decidedAt ? sayInstant(one.decidedAt) : undefined],
        ['Rights', one.state === 'approved' ? `${self ? 'You' : 'They'} may ${sayMay(one)}` : undefined],
        ['How we know', <EvidenceList evidence={one.evidence} />],
      ]}
    />
    {children}
  </li>
)

type ColleaguesProps = People & {
  accountId: string | undefined
  vouch: (one: Colleague) => Child
  right: (one: Colleague) => Child
}

export const Colleagues = ({ school, waiting, acting, ofTrust, accountId, vouch, right }: ColleaguesProps) => {
  const home = `/school/${school.id}/people`
  return (
    <>
      <P>
        They see what the school has booked and who of its staff is coming. You say who may book, ask for a place and approve others. You
        approve colleagues because the council, the school’s own mailbox or a colleague has confirmed you.
      </P>
      <Heading>Asking to book for the school: {waiting.length}</Heading>
      {waiting.length === 0 ? (
        <P>Nobody is waiting. A colleague who wants to book signs in with their own address and asks to book for the school.</P>
      ) : (
        <ul class="muster-card-list govuk-!-margin-bottom-6">
          {waiting.map((one) => (
            <Card one={one} self={one.accountId === accountId}>
              {one.accountId === accountId ? (
                <P>{ownVouch}</P>
              ) : (
                <>
                  <P>
                    If you approve them, they can book at once, and the places that they asked for are booked or put on the waiting list.
                    Approve only somebody whom you know and whose address this is.
                  </P>
                  <div class="muster-actions">
                    {vouch(one)}
                    <a class="govuk-button govuk-button--secondary" href={`${home}/${one.id}/refuse`}>
                      Refuse<VisuallyHidden> {nameOf(one)}</VisuallyHidden>
                    </a>
                  </div>
                </>
              )}
            </Card>
          ))}
        </ul>
      )}
      <Heading>Colleagues: {acting.length}</Heading>
      {acting.length === 0 ? <P>Nobody but contacts of its trust.</P> : null}
      <ul class="muster-card-list govuk-!-margin-bottom-6">
        {acting.map((one) => (
          <Card one={one} self={one.accountId === accountId}>
            <div class="muster-actions">
              {one.accountId === accountId ? null : right(one)}
              <a class="govuk-button govuk-button--secondary" href={`${home}/${one.id}/remove`}>
                Remove<VisuallyHidden> {nameOf(one)}</VisuallyHidden>
              </a>
            </div>
          </Card>
        ))}
      </ul>
      {ofTrust.length > 0 ? (
        <>
          <Heading>Acting for the whole trust</Heading>
          <P>
            They always book for every school of the trust and approve colleagues; the school cannot change that. The council has confirmed
            them. Ask it if one of them has left.
          </P>
          <Bullets>
            {ofTrust.map((one) => (
              <li>
                {one.name ? `${one.name}, ` : ''}
                <Address email={one.email} />, since {sayInstant(one.since)}
              </li>
            ))}
          </Bullets>
        </>
      ) : null}
    </>
  )
}

/** Whom refusing or removing is about, and what it does. */
export const ColleagueToEnd = ({ school, one, form, children }: OneColleague & { form: Child; children?: Child }) => (
  <>
    <SummaryList
      rows={[
        ['School', schoolLabel(school)],
        ['Who', nameOf(one)],
        ['Address', <Address email={one.email} />],
      ]}
    />
    <P>{children}</P>
    {form}
  </>
)
