import { type Act, signed, stamp } from '#base/act.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
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
): SqlStatement => insert(db, 'AnswerLink', { ...pick(link, ['id', 'topicId', 'tokenHash', 'lastDay']), ...signed({ now, actor }, 'made') })

export const endAnswerLinkRow = ({ db, now, actor }: Act, id: string): SqlStatement =>
  update(db, 'AnswerLink', stamp({ now, actor }, 'ended'), { id, endedAt: null })
