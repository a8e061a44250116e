//! One documented entry per code: the source of `incidex explain` and of every finding's level.

use super::Level;

/// A kind of finding. Ids are never reused; names are what `flags[].code` of the schema carries.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// `IX0101`: the hundreds are the stage (00 settings, 01 reading, 02 front matter and Markdown, 03 times, 04 content, 05 archive, 06 what must not go out).
    pub id: &'static str,
    /// `zone_missing`.
    pub name: &'static str,
    pub level: Level,
    /// One line.
    pub summary: &'static str,
    /// What it means, why it matters, what the tool did instead.
    pub explanation: &'static str,
    /// What to write.
    pub remedy: &'static str,
}

/// The entry with this id or name.
pub fn find(id_or_name: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|entry| entry.name == id_or_name || entry.id.eq_ignore_ascii_case(id_or_name))
}

macro_rules! catalogue {
    ($($id:literal $name:ident $level:ident $summary:literal $explanation:literal $remedy:literal;)*) => {
        /// Every kind of finding, in the order of its id.
        pub static CATALOGUE: &[Entry] = &[$(Entry {
            id: $id, name: stringify!($name), level: Level::$level,
            summary: $summary, explanation: $explanation, remedy: $remedy,
        }),*];
    };
}

catalogue! {
    "IX0001" config_invalid Error "the settings could not be read"
        "incidex.toml is not valid TOML, or a value has another type than its setting. Nothing is built with settings that were only half understood."
        "Correct the place shown; `incidex schema config` lists every setting with its type.";
    "IX0002" config_unknown_key Error "a setting does not exist"
        "The key is not a setting of this version, so it would change nothing. It is refused, because a misspelt setting that is silently ignored is worse than a message."
        "Correct the spelling or remove the line; `incidex schema config` lists every setting.";
    "IX0003" config_value_odd Error "a setting has a value that cannot be used"
        "The value has the right type but names nothing that exists, such as a time zone that is in no table."
        "Write a value as the description of the setting says.";
    "IX0004" cause_name_odd Warning "an entry of causes.toml cannot be used"
        "causes.toml lies beside incidex.toml and gives names to recurring causes: each `[[cause]]` has a `name` and the ids of its `incidents`, each `[[reviewed]]` a `kind`, the two it is `between` and an `answer`. Several incidents under one name are taken for one cause whatever their words. The entry shown is left out; the others hold."
        "Write `[[cause]]`, then `name = \"...\"` and `incidents = [\"INC-2024-011\"]` on lines of their own.";
    "IX0101" file_unreadable Error "a file could not be read"
        "The path is longer than the operating system takes, so what lies there is left out of the archive. A file that the machine itself refuses (no permission, a failing disk, a mount that went away) is no finding: the command ends with exit code 3, and a site stays as it was."
        "Shorten the path.";
    "IX0102" file_too_large Error "a file is larger than the limit"
        "Files over 8 MiB are not read: a postmortem of that size is almost always a log pasted whole. The document is left out of the archive."
        "Move long logs into a file of their own and link to it.";
    "IX0103" file_not_text Error "a file is not text"
        "The file has NUL bytes and reads as text in no order of bytes, or starts with the mark of UTF-32. It is left out of the archive."
        "Save the file as UTF-8, or give a binary file another ending than .md.";
    "IX0104" invalid_utf8 Warning "some bytes are not UTF-8"
        "The bytes at the place shown are not valid UTF-8; each such run was replaced by U+FFFD and the rest was read as usual."
        "Save the file as UTF-8.";
    "IX0105" symlink_refused Warning "a symbolic link was not followed"
        "Links are not followed, so that nothing outside the archive can end up in the published site, and nothing outside is written or removed. A folder `.incidex` or `.incidex/search` that is a link is not used as a cache."
        "Put the file itself into the archive.";
    "IX0106" not_a_regular_file Warning "not a regular file"
        "Pipes, sockets and devices are never opened: reading one could wait for ever."
        "Remove it from the folder or list it in .incidexignore.";
    "IX0107" asset_missing Warning "a linked file does not exist"
        "The document links to a file beside it that is not there. The link is kept as written and will not work on the site; in a site for narrower readers it has no address, and a link to what they may not see is told in the same words."
        "Add the file or correct the link.";
    "IX0108" asset_outside Warning "a link leaves the archive"
        "The link points outside the archive's folder. What lies there is not published, so that no file reaches the site that nobody meant to publish."
        "Copy the file into the archive and link to the copy.";
    "IX0109" asset_too_large Warning "a linked file is larger than the limit"
        "Attachments over 64 MiB are not published, since readers would wait for them. The link is kept as written and will not work on the site."
        "Shrink the file or store it elsewhere and link to it.";
    "IX0110" file_name_odd Warning "a file name that does not work everywhere"
        "The name holds control or invisible characters, is not UTF-8, or is one that Windows refuses. Names that cannot be printed safely are left out of the archive; the others are read."
        "Rename the file.";
    "IX0111" file_names_clash Warning "two file names differ only by case or accents"
        "A Mac or a Windows machine takes the two for one file, so a checkout there loses one of them. Both were read."
        "Rename one of the two.";
    "IX0112" text_recoded Warning "a file is not UTF-8 and was read in another encoding"
        "Files are UTF-8. This one starts with the mark of UTF-16, or its bytes are those of UTF-16 or of an older encoding such as Windows-1252, Shift_JIS or KOI8; it was read as the one that the message names. Where that is the wrong one, letters with accents or whole words are others than were written."
        "Look at the page, then save the file as UTF-8.";
    "IX0120" attachment_active Warning "a linked file that a browser would run"
        "A page that an author attached could read whatever its readers may read on the site. HTML, XML, scripts and files that a browser would take for them are published as a page that shows their text, or not at all where there is no text."
        "Attach a picture or a text file instead; what belongs to the site itself goes into static/.";
    "IX0121" attachment_cleaned Note "a drawing that held more than a drawing"
        "Script, event handlers, foreign objects and links to elsewhere were taken out of a linked SVG file; what it draws was kept."
        "Export it without scripts, or attach it as PNG.";
    "IX0122" attachment_script Warning "a linked PDF that names a script or an action"
        "The file is published as it is. Browsers run what stands in a PDF in a box of its own, other programs may not."
        "Print the PDF to a new one, which leaves its scripts behind.";
    "IX0123" static_active Warning "a file of static/ that a browser runs"
        "What lies in `static/` is trusted and published as it is, at the root of the site, scripts and pages too. It is named here so that nobody puts one there unseen."
        "Check that it is meant to be there; move what only internal readers may have to static.internal/.";
    "IX0124" static_clash Warning "a file of static/ that the site has already"
        "The site makes a file of the same name (a page, a feed, robots.txt), and its own one is published."
        "Rename the file.";
    "IX0201" front_matter_invalid Error "the front matter could not be read"
        "The block between the markers is not valid YAML, TOML or JSON. The page is made from the body alone."
        "Correct the line shown; values with a colon or a leading quote need quotes around them.";
    "IX0202" front_matter_unclosed Warning "the front matter is never closed"
        "The file starts with a front matter marker but no closing one follows; everything was read as body text."
        "Close the block with a line of three dashes (YAML) or three plus signs (TOML).";
    "IX0203" front_matter_too_large Error "the front matter is larger than 64 KiB"
        "Front matter of that size is not read, since it costs more than a page is worth. The page is made from the body alone."
        "Move long text into the body.";
    "IX0204" front_matter_too_deep Error "the front matter nests deeper than 64 levels"
        "Deeply nested brackets make a YAML scanner take minutes. The page is made from the body alone."
        "Remove the nesting.";
    "IX0205" front_matter_key_twice Warning "a front matter key stands twice"
        "YAML allows a key only once, and nothing says which of two values was meant. The first one is used, the second is ignored."
        "Remove one of the two.";
    "IX0206" front_matter_value_odd Warning "a front matter value is not of the expected kind"
        "The key is known but its value has a shape that cannot be used, such as a list where one word is expected. It is ignored."
        "Write the value as the table of front matter keys shows it.";
    "IX0207" raw_html_removed Note "raw HTML was taken out"
        "Tables, lists, pictures, links and emphasis of HTML are shown as those of Markdown are. Other tags, and attributes that could run in the browser of everybody who reads the site, are not passed on. The text between them is kept."
        "Write it as Markdown, or leave it out.";
    "IX0208" nesting_too_deep Warning "markup nests deeper than 100 levels"
        "Quotes, lists, emphasis, links and pictures are read to a depth of 100 levels; deeper ones keep their words and lose their markup."
        "Flatten the lists or quotes, or close what is left open.";
    "IX0209" code_too_large Note "a code block is too large to highlight"
        "Blocks over 256 KiB and lines over 4 KiB are shown without colours."
        "Quote the lines that matter and link to the whole log.";
    "IX0210" code_unclosed Warning "a code fence is never closed"
        "Everything from the opening fence to the end of the file is read as code: no times, causes or actions are taken from it."
        "Close the fence with a line of three backticks.";
    "IX0211" pseudo_markdown Note "markup without the space after # or -"
        "A line such as `#Timeline:` or `-Duration: ...` is plain text in Markdown. It was read and shown as the heading or list item its author meant."
        "Put a space after the marker.";
    "IX0212" table_too_wide Warning "a table has more than 250 columns"
        "A page cannot show such a table, and every short row of it would be filled up to its full width. Its rows are kept as text."
        "Swap its rows and columns, or leave out columns.";
    "IX0220" document_over_budget Error "a document takes too many steps to read"
        "Every document has a budget of steps, so that none can hold up the build. This one spent it: a paragraph of a hundred thousand words does, or a hundred thousand rows. Its text is published as it is written, and nothing is counted from it."
        "Split the document, or shorten its longest paragraph or table.";
    "IX0221" document_failed Error "internal error in one document"
        "Reading this document met a mistake in incidex. Its text is published as it is written, nothing is counted from it, and the other documents are not affected."
        "Please report it with the document, or with the part of it that brings the message about.";
    "IX0222" link_refused Warning "a link that pages do not carry"
        "Pages link to http, https and mailto addresses, to files of the archive, and to the schemes that `link_schemes` lists. Any other address (javascript:, data:, blob:, file:, view-source:, a host behind a backslash) is shown as text."
        "Write a web address, or add the scheme to `link_schemes` in incidex.toml.";
    "IX0223" invisible_characters Warning "characters that nobody sees"
        "Marks that turn the direction of writing, letters without width and control characters can show a reader other words than the ones that stand there. They were taken out before the document was read, so pages show what was read."
        "Remove them; an editor that shows invisible characters finds them.";
    "IX0301" zone_missing Note "no time zone is named"
        "Times are kept as written, without an instant. Durations within the document are still exact."
        "Name the zone once (`All times in UTC`), or set `timezone` in incidex.toml.";
    "IX0302" zone_ambiguous Warning "a zone abbreviation has several meanings"
        "IST, CST, BST, AST and SST stand for different zones in different countries, so no instant was computed."
        "Write an offset such as UTC+1, or set `timezone` in incidex.toml.";
    "IX0303" zone_dst_suspect Note "a standard-time zone in the summer"
        "The abbreviation means standard time although the date falls into daylight saving time. It was applied as written."
        "Check whether the daylight saving abbreviation was meant.";
    "IX0304" date_partial Note "a date lacks its day or its month"
        "The part of the date that is known is kept and the incident is counted in that month or year; its instant stays unknown, as a day would have to be invented."
        "Write the full date once.";
    "IX0305" date_ambiguous Warning "day and month could be swapped"
        "Nothing in the document decides whether 04/10/2024 is in April or in October, so the date is not used."
        "Write 2024-10-04, or set `day_first` in incidex.toml.";
    "IX0306" year_typo Warning "a year with a doubled digit"
        "A digit of the year was typed twice: a year such as 22025 was read as 2025, and the date is used."
        "Correct the year.";
    "IX0307" ampm_suspect Note "an hour above 12 with AM or PM"
        "A time such as 14:50 PM mixes the 24-hour and the 12-hour clock. It was read as a 24-hour time, without its AM or PM."
        "Drop AM or PM.";
    "IX0308" unknown_offset Note "an offset of -00:00"
        "RFC 3339 uses -00:00 for an unknown local offset; it was read as UTC."
        "Write Z or +00:00 if UTC is meant.";
    "IX0309" out_of_order Warning "the timeline is not in order"
        "An entry is earlier than the one above it by too little to be the next day. Entries are shown in order of time."
        "Check the time of the entry.";
    "IX0310" end_before_start Error "the end lies before the start"
        "The stated end is earlier than the stated start, so no duration was computed and the document stays out of duration statistics."
        "Correct one of the two.";
    "IX0311" duration_conflict Warning "the stated duration disagrees with the times"
        "The author's own figure is shown; the times add up to another."
        "Correct the duration or the times, or say on which clock it was counted.";
    "IX0312" timeline_ends_before_stated_end Note "the timeline stops before the stated end"
        "The last entry is earlier than the end of the incident, so what happened in between is not recorded."
        "Add what happened until the end.";
    "IX0313" start_is_detection Note "the incident starts with its detection"
        "The first moment known is the detection, so how long the fault went unseen is unknown. It is not counted as zero."
        "Add when the fault began, as far as it is known.";
    "IX0314" time_unreadable Note "a time could not be read"
        "A line of the timeline starts with something that looks like a time but is none. The entry is kept with its words and without a time, so nothing is counted from it."
        "Write the time as HH:MM.";
    "IX0315" clocks_disagree Note "two clocks in one line disagree"
        "The line gives the same moment in two zones that do not match; the first was used."
        "Correct one of the two.";
    "IX0316" date_conflict Warning "two dates for one event disagree"
        "Front matter and body, or title and body, give different dates. Front matter wins, then the body."
        "Correct one of the two.";
    "IX0317" phase_conflict Warning "a stated phase disagrees with the key events"
        "A stated time to repair or to resolve differs from the events it is counted between. The stated one is shown."
        "Correct one of the two, or say on which clock it was counted.";
    "IX0318" weekday_wrong Warning "the day of the week is not that of the date"
        "A date such as Monday, 5 March 2024 names a day of the week that the date does not fall on, so one of the two is wrong. The date is used."
        "Correct the date or the day of the week.";
    "IX0319" clock_skipped Warning "a time that summer time skips"
        "On that day the clocks went forward over the time in the zone named, so no clock ever showed it. It was moved forward by the gap."
        "Correct the time, or name the zone that it was read in.";
    "IX0320" clock_repeated Note "a time that comes twice"
        "On that day the clocks went back in the zone named and showed the time twice. The first of the two was taken."
        "Write the offset, such as +02:00, or give the time in UTC.";
    "IX0321" file_name_date Note "the file's name and the heading give different days"
        "The day in the file's name is not that of the heading. The heading is used."
        "Rename the file or correct the heading.";
    "IX0322" date_future Warning "a date far in the future"
        "The date lies many years ahead, so it is most likely mistyped. It is kept as written."
        "Correct the year.";
    "IX0401" title_generated Note "no usable title"
        "No heading, label or front matter names the incident, or only a word such as Postmortem does. A title was put together from what is known."
        "Give the document a title that says what broke.";
    "IX0402" impact_conflict Warning "two statements of impact disagree"
        "The document says that all users were affected and also gives a smaller share. The share is shown."
        "Say which users each statement is about.";
    "IX0403" truncated Warning "the text stops in the middle of a sentence"
        "The last sentence has no end, so part of the document may be missing."
        "Complete the sentence.";
    "IX0404" severity_unknown Note "the severity label is not known"
        "The label is kept; the level is unknown until it is mapped."
        "Add the label under [severity] in incidex.toml.";
    "IX0405" audience_unknown Error "the audience is not known"
        "The mark names no audience that the archive has: `public`, `customer`, `internal` and those under [audiences] in incidex.toml. What carries it is treated as internal."
        "Write one of the known names, or leave the mark out for internal.";
    "IX0406" no_timeline Note "no timeline was found"
        "No line of the document carries a time of the incident; phases cannot be computed."
        "Add a section Timeline with one line per event, each starting with its time.";
    "IX0407" no_cause Note "no cause was found"
        "No section, label or sentence states a cause, so the incident is counted under unknown and takes no part in the pages about recurring causes."
        "Add a section Root Cause with one sentence that names it.";
    "IX0408" no_actions Note "no action items were found"
        "The document promises nothing, or not in a list that could be recognised."
        "Add a section Action Items with one list item per promise.";
    "IX0409" kind_odd Warning "the kind in the front matter is not known"
        "Known kinds are incident, maintenance, notice, near_miss and other. The kind was worked out from the text instead."
        "Use one of the known words.";
    "IX0410" duplicate_item Note "an action item stands twice"
        "The same words stand in two lists of the document. Both are kept; trends count them once."
        "Keep one of the two.";
    "IX0411" cause_unknown Warning "the cause in the front matter is not known"
        "The word is neither a cause class nor a component of the rules; it was kept as a tag."
        "Use a class listed by `incidex schema front-matter`, or add it under [causes] in incidex.toml.";
    "IX0412" audience_closed Error "a document marked for others is treated as internal"
        "The front matter names an audience, but something speaks against it: another mark in the same document, an embargo whose day has not come or cannot be read, or front matter that could not be read as a whole, so that a mark may be among what was lost. Whoever is in doubt keeps a document back, so it is internal until the doubt is gone."
        "Leave one mark in the document, write an embargo as a date (2027-01-31), and mend what the other findings of the front matter name.";
    "IX0413" held_back Note "a draft, or what is not due, is held back"
        "The front matter says that the document is a draft or is not to be published, that the day of its publication comes after `--as-of`, or that its last day lies before it. It is left out of every site and of every answer, for every audience, and counts nowhere, unless --drafts asks for it."
        "Remove the mark (`draft: true`, `published: false`, `status: draft`, `publishDate`, `expiryDate`) when the document is finished.";
    "IX0414" embargoed Note "a document is under embargo"
        "The front matter names an audience and a day before which nobody but internal readers may see the document. It is internal until `--as-of` (or SOURCE_DATE_EPOCH) is later than that day; without either no embargo is over, as no clock is read."
        "Nothing, if the embargo is meant; else remove it.";
    "IX0415" part_unclosed Error "a part that is marked for some readers has no end"
        "A mark opens a part of the document (`:::internal`, `<!-- internal -->`) and nothing closes it, or one closes what was never opened. All that follows the mark, or stands before it in its section, is treated as internal."
        "Close `:::internal` with a line `:::`, and `<!-- internal -->` with `<!-- /internal -->`; to write about such marks put them into a code block.";
    "IX0416" internal_field_odd Error "a field to be kept back that does not exist"
        "`internal_fields` names fields that only internal readers see: those of the front matter table, parts such as `people` or `timeline`, or keys and headings of the archive's own. This name is nearly that of a field, so something may be shown that was meant to be hidden: the document is internal until it is mended."
        "Write the name of a field as `incidex schema front-matter` lists it.";
    "IX0417" redaction_incomplete Error "what [redact] hides shows in another way"
        "A pattern of [redact] still matches once markup is taken off (a word in two pieces of emphasis, escaped letters), or it matches the name of the file, which is part of its address. The document is internal until that is mended."
        "Write the words in one piece, rename the file, or mark the part as internal.";
    "IX0501" id_taken Warning "two documents share an id"
        "An id names one document, and where front matter states it, it is the address of its page. Of several documents that claim one each is called and published by its full path, which always leads to it; the address that they share names them all."
        "Give one of the two another id.";
    "IX0502" link_broken Warning "a link to a place that is not there"
        "The link names a document that is not part of the archive, or a heading that the document does not have. Its words are kept without the link."
        "Correct the link.";
    "IX0503" set_aside Note "not an incident"
        "The file was recognised as a template, an index or other text and is not published as an incident."
        "Set `kind: incident` in its front matter if it is one.";
    "IX0504" nothing_found Warning "no incident was found"
        "The folder holds no file that reads as a postmortem, so the site would be empty. Templates, indexes and files with other endings are left out."
        "Check the folder, and `extensions` in incidex.toml: endings read are .md .markdown .mdx .txt .html .htm and .html.md.erb.";
    "IX0505" rule_invalid Warning "a rule of incidex.toml cannot be used"
        "A phrase, weight or key under [causes] or [components] is not understood. The other rules of the archive hold, and so do the built-in ones."
        "Correct the phrase: `a|b` alternatives, `word*` prefix, `..3` a gap of up to three words.";
    "IX0506" reference_unknown Warning "an incident that an author names is not there"
        "`same_as`, `not_same_as` or causes.toml names an incident that is not in the archive, an action item it does not have or that reads differently now, or a document that is no incident. The rest of the list holds."
        "Write the id that `incidex show` prints, or `a2 = INC-2024-011#a3` for action items, counted from 1.";
    "IX0507" archive_recurs Note "what recurs in the archive is not in its settings"
        "Headings and severity labels that a fifth of the documents share are compared once all are read. Where their words or what stands below them leave no doubt they are read by that; the others stay unread until the settings say what they stand for."
        "Paste what `incidex check --suggest` prints into incidex.toml.";
    "IX0508" no_signs Warning "left out, as nothing tells of an incident"
        "The document holds no severity, status, time, cause, impact or action, no words of a failure or of what ended it, and does not say what else it is. It is not published."
        "Set `kind: incident` in its front matter if it is one, `kind: other` if it is not, or name it in .incidexignore.";
    "IX0509" site_unsound Error "a page of the site is not sound"
        "`build --verify` looks at every page before it is published: each link and picture must lead to a file of the site, each fragment to an id, no id may stand twice, and every word of a published document must stand on its page and in the index. Something does not hold."
        "Mend the line that the finding names; where nothing is wrong with it, report it as an internal error of incidex.";
    "IX0510" alias_refused Warning "an earlier address cannot lead on"
        "`aliases` or `redirect_from` names an address at which the site has a file of its own, or one that no site can hold. The page of the document itself is not concerned."
        "Take it out of the list.";
    "IX0511" navigation_unknown Warning "the navigation names a document that is not published"
        "`navigation` in incidex.toml lists documents by path or id. One of them is not in the archive, is held back, or is spelled otherwise; the others are shown. Readers of a narrower site see those that they may read, and this is not told."
        "Write the path as `incidex list` prints it, or add `kind: page` to the document.";
    "IX0512" ticket_row_odd Warning "a row of a snapshot of tickets cannot be used"
        "tickets.json or tickets.csv beside incidex.toml says where the tickets stand that action items name. Read are what `gh issue list --json number,state,stateReason,closedAt,url` prints, answers of the APIs of GitHub, GitLab and Jira, the tables that GitLab and Jira export, and rows with `key`, `state`, `closed` and `url`; which of them it is shows in the keys. The row shown is left out, or its day is; the others hold."
        "Export the tickets again with these fields, or correct the row.";
    "IX0513" ticket_disagrees Warning "an action item and its ticket disagree"
        "The document says that the action was done, dropped or still to be done, and the snapshot of tickets says otherwise. Both are kept and shown: the author's word stays the state, and what is said to be done while its ticket is open counts as claimed, not as proven. Where the document says open and the ticket done, the document is often only old, which is a note."
        "Tick the box, or close or reopen the ticket, and export the snapshot again.";
    "IX0514" ticket_ambiguous Note "a ticket that could be one of several"
        "The action item names a number, and the snapshot has tickets of that number in several projects. None of them is taken, so the state stays unrecorded."
        "Link the ticket, or write the project in front of the number: `shop/checkout#12`.";
    "IX0515" history_unknown Warning "the history of the archive tells less than it might"
        "`git = true` asks when reports were written and boxes ticked. There may be no `git`, no repository, or one that belongs to somebody else, which Git refuses to read; a shallow clone lacks older commits; and a commit that brings a third of all documents, or some that tell of days far apart, is an import. What cannot be known stays unknown, and the site is made as it would be without the setting."
        "Run the build in a whole clone that its user owns, or take `git = true` out of incidex.toml.";
    "IX0601" secret_found Warning "something reads as a secret"
        "A key, token, password or signed address stands in a document, an attachment or a file of the site, where everybody who may read the page can use it. The value itself is never printed. In a site for anybody but the widest audience it is an error and nothing is published."
        "Revoke it and take it out; `incidex:allow-secret RULE reason` on its line or on the line before allows one that is harmless.";
    "IX0602" personal_data_found Warning "something reads as personal data"
        "The settings ask under `[secrets]` to look for such data: addresses, numbers, hosts or ids that tell something about people or about the inside of the organisation. In a site for anybody but the widest audience it is an error and nothing is published."
        "Take it out, or write `incidex:allow-secret RULE reason` on its line or on the line before.";
    "IX0603" secret_allow_odd Warning "a permission for a secret cannot be used"
        "`incidex:allow-secret` needs the id of a rule and a reason in words, for the next reader. Without both it allows nothing."
        "Write `incidex:allow-secret RULE reason`, with the rule as the finding names it.";
    "IX0604" secret_allow_unused Note "a permission for a secret is not needed"
        "What it allowed is no longer there. Left in place it would allow the next secret of that kind on its line or the line after."
        "Remove the comment.";
    "IX0605" secret_baseline_odd Warning "a line of the baseline of secrets cannot be read"
        "incidex.secrets lies beside incidex.toml and holds a fingerprint, a rule and a path on each line. The line shown counts for nothing; the others hold."
        "Remove the line, or write the file anew with `incidex check --write-baseline`.";
}
