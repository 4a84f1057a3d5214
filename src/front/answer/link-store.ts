import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, one, type Read } from '#base/db/read.ts'
import type { AnswerLink, ListedLink } from './answer-link.ts'

export const selectAnswerLink = (db: SqlDatabase, tokenHash: string): Read<AnswerLink | undefined> =>
  one<AnswerLink>(db.prepare('SELECT id, topicId, lastDay, endedAt FROM AnswerLink WHERE tokenHash = ?1').bind(tokenHash))

const opened = `FROM Log o WHERE o.subjectKind = 'answer_link' AND o.subjectId = l.id AND o.act = 'answer_link.opened'`

/** Newest first. */
export const selectAnswerLinks = (db: SqlDatabase): Read<ListedLink[]> =>
  all<ListedLink>(
    db.prepare(
      `SELECT l.id, l.topicId, l.lastDay, l.endedAt, b.toAddress AS email, COALESCE(p.name, a.email) AS madeBy, (SELECT COUNT(*) ${opened}) AS opened,
         (SELECT MAX(o.at) ${opened}) AS openedAt,
         (SELECT t.label FROM TopicLabel t WHERE t.topicId = l.topicId AND t.preferred = 1 ORDER BY t.fromDate DESC LIMIT 1) AS topic
       FROM AnswerLink l JOIN Account a ON a.id = l.madeById LEFT JOIN Person p ON p.id = a.personId LEFT JOIN MessageBody b ON b.messageId = l.id
       ORDER BY l.madeAt DESC, l.id DESC LIMIT 200`,
    ),
  )

export const insertAnswerLink = (
  { db, now, actor }: Act,
  link: Pick<AnswerLink, 'id' | 'topicId' | 'lastDay'> & { tokenHash: string },
): SqlStatement =>
  db
    .prepare('INSERT INTO AnswerLink (id, topicId, tokenHash, lastDay, madeAt, madeById) VALUES (?1, ?2, ?3, ?4, ?5, ?6)')
    .bind(link.id, link.topicId, link.tokenHash, link.lastDay, instant(now), actor.accountId ?? null)

export const endAnswerLinkRow = ({ db, now, actor }: Act, id: string): SqlStatement =>
  db
    .prepare('UPDATE AnswerLink SET endedAt = ?2, endedById = ?3 WHERE id = ?1 AND endedAt IS NULL')
    .bind(id, instant(now), actor.accountId ?? null)
