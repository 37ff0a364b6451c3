//! The table itself: variant, name, sentence, contexts, weight; one line a command.

use super::{Context, Entry, Weight};

/// Writes the enum, the list of all its values and the table from the one list below, so that they cannot differ.
macro_rules! commands {
    ($($variant:ident $name:literal $sentence:literal [$($context:ident)+] $weight:ident;)+) => {
        /// Everything a person can ask the desk to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = $sentence] $variant,)+
        }

        const ALL: &[Command] = &[$(Command::$variant,)+];

        static TABLE: &[Entry] = &[$(Entry {
            name: $name,
            sentence: $sentence,
            contexts: &[$(Context::$context,)+],
            weight: Weight::$weight,
        },)+];
    };
}

impl Command {
    /// Every command, in the order of the table.
    pub fn all() -> &'static [Self] {
        ALL
    }

    /// Its line of the table. The macro writes variants and lines in one order, so the number of the one is that of the other.
    pub(super) fn entry(self) -> &'static Entry {
        &TABLE[self as usize]
    }
}

commands! {
    ShowHelp "everywhere.show_help" "Show which keys work here and what they do." [Everywhere Unlock] Vital;
    OpenPalette "everywhere.open_palette" "Find any command by a few letters of what it does." [Everywhere] Vital;
    PhoneReferral "everywhere.phone_referral" "Take a referral by phone on top of whatever is open; afterwards you are back in the same box." [Everywhere] Vital;
    FindClient "everywhere.find_client" "Find a client from wherever you are." [Everywhere] Vital;
    UndoAct "everywhere.undo_act" "Undo the last thing that was saved; it is shown in words first." [Everywhere] Vital;
    RedoAct "everywhere.redo_act" "Do again what was undone last." [Everywhere] Usual;
    GoHome "everywhere.go_home" "Go to the home screen; an open sheet is kept as parked." [Everywhere] Vital;
    LockDesk "everywhere.lock_desk" "Lock the desk until the passphrase is given; an open sheet is kept." [Everywhere] Vital;
    QuitDesk "everywhere.quit_desk" "Leave the program; an open sheet is kept and waits in the same box." [Everywhere Unlock] Vital;
    NextLook "everywhere.next_look" "Change how the desk looks: colours, no colours, high contrast, large letters." [Everywhere] Usual;
    SwitchBells "everywhere.switch_bells" "Let the bells ring, or be quiet." [Everywhere] Usual;
    RedrawScreen "everywhere.redraw_screen" "Draw the whole screen again." [Everywhere Unlock] Usual;

    KeyForm "home.key_form" "Key a form from paper." [Home Lists] Vital;
    BeginBatch "home.begin_batch" "Begin a pile of paper: trainer, office and date are keyed once and carried to its sheets." [Home Lists] Usual;
    AllocateReferral "home.allocate_referral" "Allocate the referral that has waited longest." [Home Lists] Vital;
    ResumeParked "home.resume_parked" "Go back to the sheet that was parked last, in the box where you left it." [Home Card Allocate Lists] Vital;
    OpenTray "home.open_tray" "List the sheets that wait to be keyed." [Home Lists] Usual;
    OpenParked "home.open_parked" "List the sheets that are parked." [Home Lists] Usual;
    OpenQueries "home.open_queries" "List the sheets that wait for an answer from a trainer." [Home Lists] Usual;
    OpenDue "home.open_due" "List the follow-ups that are due." [Home Lists] Usual;
    OpenReview "home.open_review" "Look through the records that may be of one person, two at a time." [Home Card Lists] Usual;
    OpenLedger "home.open_ledger" "List where every sheet of paper is, and which never came." [Home Lists] Usual;
    RekeyBoxes "home.rekey_boxes" "Key again, blind, the boxes of earlier sheets in which a slip is most likely." [Home Lists] Usual;
    CloseDay "home.close_day" "Look at everything that is open at the end of the day, on one screen." [Home Lists] Usual;
    OpenWrong "home.open_wrong" "Look over all keyed sheets and list the boxes with something wrong." [Home Lists] Usual;
    OpenAudit "home.open_audit" "List what was done, by whom and when." [Home Card Lists] Usual;
    OpenAmiss "home.open_amiss" "List what is not right about who has which case, and what trainers were not told yet." [Home Lists] Usual;
    OpenConflicts "home.open_conflicts" "List the conflicts on file between trainers and clients." [Home Lists] Usual;

    HitsChoose1 "hits.choose_1" "Choose the first line." [Hits Find] Usual;
    HitsChoose2 "hits.choose_2" "Choose the second line." [Hits Find] Usual;
    HitsChoose3 "hits.choose_3" "Choose the third line." [Hits Find] Usual;
    HitsChoose4 "hits.choose_4" "Choose the fourth line." [Hits Find] Usual;
    HitsChoose5 "hits.choose_5" "Choose the fifth line." [Hits Find] Usual;
    HitsChoose6 "hits.choose_6" "Choose the sixth line." [Hits Find] Usual;
    HitsChoose7 "hits.choose_7" "Choose the seventh line." [Hits Find] Usual;
    HitsChoose8 "hits.choose_8" "Choose the eighth line." [Hits Find] Usual;
    HitsChoose9 "hits.choose_9" "Choose the ninth line." [Hits Find] Usual;

    OpenHit "find.open_hit" "Open the client on the marked line." [Find] Vital;
    NextHit "find.next_hit" "Go to the next line found." [Find] Vital;
    PreviousHit "find.previous_hit" "Go to the line found before; from the first line back to the find box." [Find] Vital;
    NewClient "find.new_client" "Register a new client, after a look at those who may be the same person." [Find] Vital;
    ClearFind "find.clear_find" "Empty the find box; if it is empty, go back." [Find] Vital;

    NextBox "form.next_box" "Check this box and go to the next one." [Form] Usual;
    SkipBox "form.skip_box" "Check this box and go on, even where Enter would only end the box before, which went on by itself." [Form] Vital;
    PreviousBox "form.previous_box" "Go back to the box before." [Form] Vital;
    SaveSheet "form.save_sheet" "Save the sheet; anything that is still missing is shown first." [Form] Vital;
    ParkSheet "form.park_sheet" "Park the sheet as it is; it waits in the same box." [Form] Vital;
    CarryLast "form.carry_last" "Ditto: fill the box with what the sheet before had here." [Form FormEmpty] Vital;
    MarkNotAsked "form.mark_not_asked" "Mark the box as not asked." [Form FormEmpty] Vital;
    MarkIllegible "form.mark_illegible" "Mark the box as illegible on the paper." [Form FormEmpty] Vital;
    MarkDeclined "form.mark_declined" "Mark the box as declined by the client." [Form FormEmpty] Vital;
    MarkNotApplicable "form.mark_not_applicable" "Mark the box as not applicable." [Form FormEmpty] Vital;
    TypeLiterally "form.type_literally" "Type the next key as text, even where it would mark the box." [Form] Usual;
    CompleteBox "form.complete_box" "Complete what is typed as shown beside the box: a street, a referrer, a phrase of your notes." [Form] Usual;
    OpenList "form.open_list" "Show what can be keyed in this box, to pick from." [Form] Vital;
    ExplainBox "form.explain_box" "Explain this box in plain words." [Form] Usual;
    ClearBox "form.clear_box" "Empty this box." [Form] Usual;
    UndoTyping "form.undo_typing" "Take back the last typing on this sheet." [Form] Vital;
    RedoTyping "form.redo_typing" "Bring back the typing that was taken back." [Form] Usual;
    OverrideCheck "form.override_check" "Keep the value although a check asks about it; who and why is kept with it." [Form] Usual;
    QuerySheet "form.query_sheet" "Mark the paper as queried, with a note for the trainer." [Form] Usual;
    QueryBox "form.query_box" "Ask the trainer about this box; once more takes the question back." [Form] Usual;
    JumpToBox "form.jump_to_box" "Go to a box by its number on the paper." [Form] Vital;
    NextFinding "form.next_finding" "Go to the next box that has a mistake or still needs an answer." [Form] Usual;
    NextPage "form.next_page" "Go to the first box of the next page." [Form] Usual;
    PreviousPage "form.previous_page" "Go to the first box of the page before." [Form] Usual;
    FirstBox "form.first_box" "Go to the first box of the sheet." [Form] Usual;
    LastBox "form.last_box" "Go to the last box of the sheet." [Form] Usual;
    ShowPaper "form.show_paper" "Show or hide the text of the paper beside the boxes." [Form] Usual;
    DiscardSheet "form.discard_sheet" "Throw away this sheet before it is saved; it asks first." [Form] Usual;

    PickCode "list.pick_code" "Take the code on the marked line." [List] Vital;
    TickCode "list.tick_code" "Tick or untick the marked line, where several codes may be given." [List] Usual;
    NextCode "list.next_code" "Go to the next code." [List] Vital;
    PreviousCode "list.previous_code" "Go to the code before." [List] Vital;
    NextCodePage "list.next_page" "Go one page down in the list." [List] Usual;
    PreviousCodePage "list.previous_page" "Go one page up in the list." [List] Usual;
    CloseList "list.close_list" "Close the list and leave the box as it was." [List] Vital;

    AnswerYes "question.answer_yes" "Answer yes." [Question] Vital;
    AnswerNo "question.answer_no" "Answer no, or: none of these." [Question] Vital;
    TakeAnswer "question.take_answer" "Take the answer that is marked." [Question] Vital;
    NextAnswer "question.next_answer" "Go to the next answer." [Question] Vital;
    PreviousAnswer "question.previous_answer" "Go to the answer before." [Question] Vital;
    CancelQuestion "question.cancel_question" "Go back without answering; nothing is changed." [Question] Vital;
    QuestionChoose1 "question.choose_1" "Give the first answer." [Question] Usual;
    QuestionChoose2 "question.choose_2" "Give the second answer." [Question] Usual;
    QuestionChoose3 "question.choose_3" "Give the third answer." [Question] Usual;
    QuestionChoose4 "question.choose_4" "Give the fourth answer." [Question] Usual;
    QuestionChoose5 "question.choose_5" "Give the fifth answer." [Question] Usual;
    QuestionChoose6 "question.choose_6" "Give the sixth answer." [Question] Usual;
    QuestionChoose7 "question.choose_7" "Give the seventh answer." [Question] Usual;
    QuestionChoose8 "question.choose_8" "Give the eighth answer." [Question] Usual;
    QuestionChoose9 "question.choose_9" "Give the ninth answer." [Question] Usual;

    SameEpisode "alike.same_episode" "It is the marked client, and this sheet belongs to her open case." [Alike] Usual;
    NewEpisode "alike.new_episode" "It is the marked client, and this sheet begins a new case of hers." [Alike] Usual;
    DifferentPerson "alike.different_person" "It is none of these: save the sheet for somebody new." [Alike] Usual;
    BackToSheet "alike.back_to_sheet" "Go back to the sheet; nothing is saved yet." [Alike] Vital;
    NextAlike "alike.next_line" "Go to the next client." [Alike] Vital;
    PreviousAlike "alike.previous_line" "Go to the client before." [Alike] Vital;
    AlikeChoose1 "alike.choose_1" "Mark the first client." [Alike] Usual;
    AlikeChoose2 "alike.choose_2" "Mark the second client." [Alike] Usual;
    AlikeChoose3 "alike.choose_3" "Mark the third client." [Alike] Usual;
    AlikeChoose4 "alike.choose_4" "Mark the fourth client." [Alike] Usual;
    AlikeChoose5 "alike.choose_5" "Mark the fifth client." [Alike] Usual;
    AlikeChoose6 "alike.choose_6" "Mark the sixth client." [Alike] Usual;
    AlikeChoose7 "alike.choose_7" "Mark the seventh client." [Alike] Usual;
    AlikeChoose8 "alike.choose_8" "Mark the eighth client." [Alike] Usual;
    AlikeChoose9 "alike.choose_9" "Mark the ninth client." [Alike] Usual;

    GiveAnswer "prompt.give_answer" "Take what is typed as the answer." [Prompt] Vital;
    BeginPile "batch.begin_pile" "Begin the pile with what stands at its head, from any of its boxes." [Batch] Usual;
    CancelPrompt "prompt.cancel_prompt" "Go back without answering; nothing is changed." [Prompt] Vital;

    OpenSheet "card.open_sheet" "Open the marked sheet to read it." [Card] Vital;
    AmendSheet "card.amend_sheet" "Open the marked sheet to put it right." [Card] Usual;
    KeySheet "card.key_sheet" "Key a sheet for this client." [Card] Vital;
    AllocateCase "card.allocate_case" "Allocate this client's case, or give it to another trainer." [Card] Vital;
    CoverCase "card.cover_case" "Let somebody stand in for this case's trainer up to a day; it ends by itself." [Card] Usual;
    ReturnCase "card.return_case" "Take this client's case back from the trainer, who may have declined it; it waits again." [Card] Usual;
    CloseReferral "card.close_referral" "Close this client's referral without work: no contact made, declined, refused." [Card] Usual;
    HoldCase "card.hold_case" "Let this client's case wait (custody, hospital), or go on with it." [Card] Usual;
    UndoLine "card.undo_line" "Undo what the marked line says was done; it is shown in words first." [Card Lists] Usual;
    ShowPast "card.show_past" "Show the record as it stood at the end of a day, to read." [Card] Usual;
    ShowHistory "card.show_history" "List everything that was done on this record; each line can be undone." [Card] Usual;
    CopySentence "card.copy_sentence" "Copy the answer about this client as one sentence, to say or to paste." [Card] Usual;
    NextLine "card.next_line" "Go to the next line." [Card] Vital;
    PreviousLine "card.previous_line" "Go to the line before." [Card] Vital;
    NextCardPage "card.next_page" "Go one page down on the card." [Card] Usual;
    PreviousCardPage "card.previous_page" "Go one page up on the card." [Card] Usual;
    CloseCard "card.close_card" "Go back to where you came from." [Card] Vital;

    TakeFirst "allocate.take_first" "Give the referral to the trainer who stands first, or to the one you have moved to." [Allocate] Vital;
    AllocateChoose1 "allocate.choose_1" "Give the referral to the first trainer." [Allocate] Usual;
    AllocateChoose2 "allocate.choose_2" "Give the referral to the second trainer." [Allocate] Usual;
    AllocateChoose3 "allocate.choose_3" "Give the referral to the third trainer." [Allocate] Usual;
    AllocateChoose4 "allocate.choose_4" "Give the referral to the fourth trainer." [Allocate] Usual;
    AllocateChoose5 "allocate.choose_5" "Give the referral to the fifth trainer." [Allocate] Usual;
    AllocateChoose6 "allocate.choose_6" "Give the referral to the sixth trainer." [Allocate] Usual;
    AllocateChoose7 "allocate.choose_7" "Give the referral to the seventh trainer." [Allocate] Usual;
    AllocateChoose8 "allocate.choose_8" "Give the referral to the eighth trainer." [Allocate] Usual;
    AllocateChoose9 "allocate.choose_9" "Give the referral to the ninth trainer." [Allocate] Usual;
    ExplainTrainer "allocate.explain_trainer" "Say what put this trainer in this place and what would change it." [Allocate] Usual;
    NextTrainer "allocate.next_trainer" "Go to the next trainer." [Allocate] Vital;
    PreviousTrainer "allocate.previous_trainer" "Go to the trainer before." [Allocate] Vital;
    NextReferral "allocate.next_referral" "Go to the next referral that waits." [Allocate] Vital;
    PreviousReferral "allocate.previous_referral" "Go to the referral before." [Allocate] Vital;
    ShowCaseload "allocate.show_caseload" "Show the whole caseload of the marked trainer." [Allocate] Usual;
    ShareQueue "allocate.share_queue" "Propose the best trainer for every referral that waits, on one screen; nothing is given yet." [Allocate] Usual;
    OpenReferred "allocate.open_card" "Open the card of the client who is referred." [Allocate] Usual;
    SwitchType "allocate.switch_type" "Rank for the other type of work, where the referral is unsure or the type was settled since." [Allocate] Usual;
    SwitchCover "allocate.switch_cover" "Choose who stands in up to a day, instead of who takes the case." [Allocate] Usual;
    ShowSlip "allocate.show_slip" "Show the hand-over slip for the marked trainer, and copy it to paste and print." [Allocate] Usual;
    DeclareConflict "allocate.declare_conflict" "Note a conflict between the marked trainer and this client; only its kind is kept." [Allocate] Usual;
    UndoAllocation "allocate.undo_allocation" "Undo the last allocation; it is shown in words first." [Allocate] Usual;
    CloseAllocate "allocate.close_allocate" "Go back; the referral keeps waiting." [Allocate] Vital;

    CommitShare "share.commit_share" "Give all cases out as they stand here, as one act; it asks first." [Share] Vital;
    ShareChoose1 "share.choose_1" "Put the marked case with the first trainer." [Share] Usual;
    ShareChoose2 "share.choose_2" "Put the marked case with the second trainer." [Share] Usual;
    ShareChoose3 "share.choose_3" "Put the marked case with the third trainer." [Share] Usual;
    ShareChoose4 "share.choose_4" "Put the marked case with the fourth trainer." [Share] Usual;
    ShareChoose5 "share.choose_5" "Put the marked case with the fifth trainer." [Share] Usual;
    ShareChoose6 "share.choose_6" "Put the marked case with the sixth trainer." [Share] Usual;
    ShareChoose7 "share.choose_7" "Put the marked case with the seventh trainer." [Share] Usual;
    ShareChoose8 "share.choose_8" "Put the marked case with the eighth trainer." [Share] Usual;
    ShareChoose9 "share.choose_9" "Put the marked case with the ninth trainer." [Share] Usual;
    NextShareLine "share.next_line" "Go to the next case." [Share] Vital;
    PreviousShareLine "share.previous_line" "Go to the case before." [Share] Vital;
    NextShareTrainer "share.next_trainer" "Put the marked case with the next trainer of the list." [Share] Usual;
    PreviousShareTrainer "share.previous_trainer" "Put the marked case with the trainer before." [Share] Usual;
    LeaveShareLine "share.leave_line" "Leave the marked case as it is; it is given to nobody here." [Share] Usual;
    SwitchShareCover "share.switch_cover" "Let the others only stand in up to a day, for somebody on leave; or give the cases for good." [Share] Usual;
    OpenShareCard "share.open_card" "Open the card of the client on the marked line." [Share] Usual;
    CloseShare "share.close_share" "Go back; nothing is given out." [Share] Vital;

    OpenPair "review.open_pair" "Lay the two people of the marked line side by side." [Review] Vital;
    MergePair "review.merge_pair" "Join the two as one person: it asks which record stays, and how you know." [Review] Usual;
    KeepPairApart "review.keep_apart" "They are two people: the pair is never listed again." [Review] Usual;
    PairLater "review.leave_pair" "Leave this pair for later and go on with the next." [Review] Usual;
    OpenLeftCard "review.open_left" "Open the card of the left one." [Review] Usual;
    OpenRightCard "review.open_right" "Open the card of the right one." [Review] Usual;
    NextPair "review.next_line" "Go to the next pair, or one line down between the two." [Review] Vital;
    PreviousPair "review.previous_line" "Go to the pair before, or one line up between the two." [Review] Vital;
    NextReviewPage "review.next_page" "Go one page down." [Review] Usual;
    PreviousReviewPage "review.previous_page" "Go one page up." [Review] Usual;
    CloseReview "review.close_review" "Go back: from the two to the list, from the list to where you came from." [Review] Vital;

    OpenLine "lists.open_line" "Open the marked line." [Lists] Vital;
    NextListLine "lists.next_line" "Go to the next line." [Lists] Vital;
    PreviousListLine "lists.previous_line" "Go to the line before." [Lists] Vital;
    NextListPage "lists.next_page" "Go one page down." [Lists] Usual;
    PreviousListPage "lists.previous_page" "Go one page up." [Lists] Usual;
    FirstListLine "lists.first_line" "Go to the first line." [Lists] Usual;
    LastListLine "lists.last_line" "Go to the last line." [Lists] Usual;
    ShareCaseload "lists.share_caseload" "Share out the whole caseload shown, for somebody who leaves; nothing is given yet." [Lists] Usual;
    TurnTrainer "lists.turn_trainer" "Show what the next trainer has to do, then all of it again." [Lists] Usual;
    TellTrainer "lists.tell_trainer" "Note that the trainer of the marked case was told what the line says." [Lists] Usual;
    NarrowState "lists.narrow_state" "Show only sheets that stand so; again for the next state, and then all." [Lists] Usual;
    NarrowTrainer "lists.narrow_trainer" "Show only what is of one trainer; again for the next, and then all." [Lists] Usual;
    ChaseTrainer "lists.chase_trainer" "Show the chase note for the trainer of the marked line; there, copy it." [Lists] Usual;
    IssuePad "lists.issue_pad" "Note that a pad of numbered paper was handed to a trainer." [Lists] Usual;
    FileSheets "lists.file_sheets" "Note that the paper of all sheets that are done with is in the cabinet." [Lists] Usual;
    VerifySheet "lists.verify_sheet" "Key every box of the marked sheet again, blind." [Lists] Usual;
    EndDay "lists.end_day" "Say that all was looked at; it is noted with the day and what is open." [Lists] Usual;
    CloseLists "lists.close_list" "Go back to where you came from." [Lists] Vital;

    TakeReading "rekey.take_reading" "Take what is typed and go to the next box." [Rekey] Vital;
    SkipReading "rekey.skip_box" "Leave this box for later; the next one comes." [Rekey] Usual;
    AskTrainer "rekey.ask_trainer" "Ask the trainer what stands in this box; the next one comes." [Rekey] Usual;
    CloseRekey "rekey.close_rekey" "Go back; what was keyed again counts, the rest waits." [Rekey] Vital;

    RunCommand "palette.run_command" "Do what the marked line says." [Palette] Vital;
    NextCommand "palette.next_command" "Go to the next line." [Palette] Vital;
    PreviousCommand "palette.previous_command" "Go to the line before." [Palette] Vital;
    ClosePalette "palette.close_palette" "Close the palette; nothing is done." [Palette] Vital;

    NextHelpLine "help.next_line" "Go one line down." [Help] Vital;
    PreviousHelpLine "help.previous_line" "Go one line up." [Help] Vital;
    NextHelpPage "help.next_page" "Go one page down." [Help] Usual;
    PreviousHelpPage "help.previous_page" "Go one page up." [Help] Usual;
    CloseHelp "help.close_help" "Close help and go back to where you were." [Help] Vital;

    OpenDesk "unlock.open_desk" "Open the desk with this name and passphrase." [Unlock] Vital;
    NextUnlockBox "unlock.next_box" "Go to the other box." [Unlock] Vital;
    PreviousUnlockBox "unlock.previous_box" "Go back to the box before." [Unlock] Vital;
    ClearUnlock "unlock.clear_box" "Empty this box." [Unlock] Usual;

    MoveLeft "edit.move_left" "Move one character to the left." [Edit] Usual;
    MoveRight "edit.move_right" "Move one character to the right." [Edit] Usual;
    MoveWordLeft "edit.move_word_left" "Move one word to the left." [Edit] Usual;
    MoveWordRight "edit.move_word_right" "Move one word to the right." [Edit] Usual;
    MoveToStart "edit.move_to_start" "Move to the start of the box." [Edit] Usual;
    MoveToEnd "edit.move_to_end" "Move to the end of the box." [Edit] Usual;
    DeleteBack "edit.delete_back" "Delete the character before the caret." [Edit] Usual;
    DeleteForward "edit.delete_forward" "Delete the character under the caret." [Edit] Usual;
    DeleteWord "edit.delete_word" "Delete the word before the caret." [Edit] Usual;
    BreakLine "edit.break_line" "Begin a new line, in a box that has several." [Edit] Usual;
}
