// Texts of complaints about data, and of sessions that schools ask for (text-store.ts).

const complaint = { table: 'DataComplaint', class: 'complaints' } as const

export const textsOfComplaints = [
  { ...complaint, column: 'about', words: 'What somebody else complained of' },
  { ...complaint, column: 'answer', words: 'What we answered to a complaint' },
  // By post, by telephone or in person: nothing but the name says whose it is.
  {
    ...complaint,
    column: 'name',
    words: 'Who complained without an email address: the words of the complaint go too',
    except: `t.email <> ''`,
    also: `UPDATE DataComplaint SET about = '', answer = IIF(answer IS NULL, NULL, '') WHERE id = ?1`,
  },
] as const

const session = { table: 'AskedSession', class: 'people', school: 't.schoolId' } as const

export const textsOfSessions = [
  { ...session, column: 'about', words: 'What a school asked a session to be about' },
  { ...session, column: 'alsoFor', words: 'For which other schools a session was asked for' },
  { ...session, column: 'trainer', words: 'Who was offered as the trainer of a session' },
  { ...session, column: 'place', words: 'Where a session was offered' },
  { ...session, column: 'reason', words: 'Why a session was refused' },
] as const
