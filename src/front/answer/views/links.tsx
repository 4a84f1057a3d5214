import type { Child } from 'hono/jsx'
import { type Council, sayContact } from '#base/council.ts'
import { type Day, sayDay, sayInstant } from '#base/dates.ts'
import { Details, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type ListedLink, opensAnswer } from '../answer-link.ts'
import type { Last } from '../difference.ts'
import type { Outside } from '../population.ts'
import { Answered, type Said } from './answer.tsx'
import { Choice } from './choice.tsx'
import { LastParts, OutsideParts } from './outside.tsx'

type LinksPageProps = { links: readonly ListedLink[]; now: Date; form: Child; end: (link: ListedLink) => Child }

export const LinksPage = ({ links, now, form, end }: LinksPageProps) => (
  <>
    <P>
      Somebody without an account reads the answer on one topic by a link, as readers see it: without names of schools. It shows the
      position on the day they open it, or on an earlier day that they choose.
    </P>
    {form}
    {links.length === 0 ? null : (
      <Table
        caption="Links, newest first"
        columns={['For', 'Topic', 'Sent by', 'Opened', 'Until', 'End']}
        rows={links.map((link) => [
          <span class="muster-break">{link.email ?? 'Address no longer kept'}</span>,
          link.topic,
          link.madeBy,
          link.openedAt ? `${counted(link.opened, 'time')}, last ${sayInstant(new Date(link.openedAt))}` : 'Never',
          link.endedAt ? `Ended ${sayInstant(new Date(link.endedAt))}` : sayDay(link.lastDay),
          opensAnswer(link, now) ? end(link) : '',
        ])}
      />
    )}
    <P>Programs that check links in emails count as openings, too.</P>
  </>
)

type LinkedAnswerPageProps = Said & { lastDay: Day; action: string; outside: Outside; last: Last | undefined }

/** Without a way to any other page of the answer. */
export const LinkedAnswerPage = ({ lastDay, action, outside, last, ...said }: LinkedAnswerPageProps) => (
  <>
    <Answered {...said}>
      {last ? <LastParts last={last} /> : null}
      <OutsideParts outside={outside} day={said.about.on} linked={false} />
    </Answered>
    <P>This link works until the end of {sayDay(lastDay)}. It names no school and no person.</P>
    <Details summary="Choose another day">
      <Choice action={action} topic={said.about.topic} typed={said.about.on} />
    </Details>
  </>
)

export const ClosedAnswerLinkPage = ({ council }: { council: Council }) => (
  <Page>
    <Title>This link has ended</Title>
    <P>Ask {sayContact(council)} for another.</P>
  </Page>
)
