//! The lists of words, folded: lower case, without accents. Each is one string, its entries parted
//! by bars, so that it can be read.

/// Words for R.
pub(super) const RESPONSIBLE: &str = "\
     responsible|responsable|responsavel|responsaveis|responsabile|verantwortlich|\
     durchfuhrungsverantwortlich|durchfuhrung|durchfuhrend|ausfuhrend|realisiert|realise|\
     realisateur|ejecutor|executor|executante|uitvoerend|verantwoordelijk|zustandig|\
     ansvarlig|does the work|doer|resp.|resp|verantw.";

/// Words for A.
pub(super) const ACCOUNTABLE: &str = "\
     accountable|rechenschaftspflichtig|gesamtverantwortlich|gesamtverantwortung|\
     ergebnisverantwortlich|genehmigt|genehmiger|approbateur|approuve|autorite|rend compte|\
     aprobador|aprueba|rinde cuentas|quien rinde cuentas|aprovador|autoridade|autoridad|\
     responsabiliza|responsabilizado|presta contas|prestador de contas|approvatore|\
     eindverantwoordelijk|aansprakelijk|owns the outcome|acc.|acct.";

/// Words for S.
pub(super) const SUPPORT: &str = "\
     support|supports|supporting|supportive|unterstutzend|unterstutzt|mitwirkend|apoyo|apoya|\
     apoio|soutien|soporte|suporte|supporto|ondersteunend";

/// Words for C.
pub(super) const CONSULTED: &str = "\
     consulted|consult|consulta|consultado|consultada|consultato|consulte|consultee|\
     konsultiert|zu konsultieren|beratend|befragt|geraadpleegd|geconsulteerd|cons.|cons";

/// Words for I.
pub(super) const INFORMED: &str = "\
     informed|inform|informado|informada|informato|informata|informe|informee|informiert|\
     zu informieren|geinformeerd|informeras|inf.|info.";

/// What is written where nobody is meant.
pub(super) const NOBODY: &str = "\
     -|–|—|--|---|----|—-|/|//|.|..|...|…|n/a|n.a.|na|n.a|n/z|none|nil|keine|keiner|aucun|\
     ninguno|nenhum|geen|nobody|no one|niemand|k.a.|_|−|‐|‑|ø|∅|not applicable|nicht zutreffend|no aplica|nao aplicavel|\
     entfallt";

/// What is written where somebody is meant and nobody knows who.
pub(super) const PENDING: &str = "\
     tbd|tbc|tba|t.b.d.|tbd.|varies|variable|?|??|???|todo|to do|to be defined|\
     to be determined|to be confirmed|to be decided|offen|noch offen|unklar|variiert|\
     a definir|por definir|a determiner|pendiente|pendente|nader te bepalen|ntb|open|unknown|\
     xxx";

/// Headers of columns that name tasks.
pub(super) const TASKS: &str = "\
     task|tasks|activity|activities|action|actions|process|processes|step|steps|deliverable|\
     deliverables|function|work|responsibility|responsibilities|item|service|control|\
     decision|name|work item|work package|topic|duty|duties|milestone|job|aufgabe|aufgaben|\
     aktivitat|aktivitaten|tatigkeit|tatigkeiten|prozess|schritt|leistung|massnahme|activite|\
     activites|tache|taches|etape|processus|action a realiser|actividad|actividades|tarea|\
     tareas|proceso|entregable|paso|atividade|atividades|tarefa|tarefas|processo|entrega|\
     etapa|attivita|compito|taak|taken|activiteit|activiteiten|proces|oppgave|uppgift|\
     requirement|requirements|use case|scope|key activity|capability";

/// Headers of columns that put tasks into groups.
pub(super) const GROUPS: &str = "\
     phase|area|areas|category|group|workstream|domain|stage|section|stream|epic|pillar|\
     process group|key management area|management area|kategorie|bereich|gruppe|\
     phase/bereich|categorie|domaine|fase|area de|categoria|dominio|bloque|module|theme|\
     department";

/// Headers of columns that say more about a task.
pub(super) const DESCRIPTIONS: &str = "\
     description|details|detail|task description|beschreibung|descripcion|descricao|\
     descrizione|omschrijving|definition|purpose|explanation|erlauterung";

/// Headers of columns of numbers.
pub(super) const IDS: &str = "\
     #|no|no.|nr|nr.|num|number|id|ref|ref.|step id|task id|s.no|s. no|s.no.|sl no|sr no|\
     sr. no.|item no|item #|nummer|lfd. nr.|n|nº|n°|numero|wbs|code|key|control id|index";

/// Headers of columns that name roles.
pub(super) const ROLES: &str = "\
     role|roles|team|teams|person|people|who|rolle|rollen|funktion|stakeholder|stakeholders|\
     role/team|rol|papel|funcao|equipe|acteur|acteurs|actor|department|position|party|member|\
     role / team|wer|owner|team member|resource|name";

/// Words that end in most names of roles.
pub(super) const ROLE_PARTS: &str = "\
     manager|managers|team|teams|lead|leads|leader|officer|director|admin|administrator|\
     engineer|engineers|analyst|owner|owners|cio|ceo|ciso|cto|cfo|coo|dpo|provider|customer|\
     client|vendor|supplier|msp|mssp|developer|developers|dev|devs|ops|devops|qa|pm|po|ba|\
     sre|dba|desk|board|committee|legal|hr|finance|sponsor|architect|architects|commander|\
     specialist|staff|auditor|leiter|leitung|kunde|anbieter|beauftragter|beauftragte|leader|\
     chef|equipe|responsable|gerente|jefe|equipo|head|coordinator|consultant|council|\
     stakeholders|users|user|department|soc|noc|itsm|group|designer|tester|scientist|\
     supervisor|executive|management|president|chair|secretary|treasurer";

/// Headers of columns that hold a property of the row, never somebody's letter.
pub(super) const PROPERTIES: &str = "\
     status|state|stand|priority|prio|prioritat|priorite|prioridad|prioridade|severity|\
     schweregrad|type|typ|tipo|kind|class|klasse|clase|classe|classification|\
     klassifizierung|grade|note|notes|rating|score|rank|rang|risk level|access level|impact level|stufe|comment|comments|\
     kommentar|kommentare|comentario|comentarios|commentaire|remark|remarks|bemerkung|\
     bemerkungen|anmerkung|answer|answers|antwort|correct|result|results|ergebnis|outcome|\
     likelihood|probability|criticality|urgency|variant|winner|version|revision|rev|direction|\
     frequency|due date|deadline|category|kategorie|initials|blood type|condition|availability|\
     confidentiality|integrity|impact|phase|sla|r/a/c|a/c/r|result code";

/// Headers that name a property where all columns of letters have such a header, and that could
/// name a department elsewhere.
pub(super) const SOFT_PROPERTIES: &str = "\
     budget|scope|schedule|time|cost|costs|quality|risk|risks|decision|response|shown|preferred|\
     value|key|required|mandatory|option|choice|code|tested|in place|contract|progress|health|\
     overall|group|ring|size|colour|color|format|mode|access|permission|permissions|\
     rights|price|termine|kosten|qualitat|umfang|delai|cout|plazo|coste|alcance|stage|approval|\
     approved|change|action|letter|raci|visibility|effort|benefit|complexity";

/// Parts of titles that say that a matrix follows.
pub(super) const MATRIX_TITLES: &str = "\
     raci|rasci|daci|cairo matrix|arci|rasic|responsib|accountab|verantwort|zustandig|responsab|\
     verantwoord|ansvar|who does what|wer macht was|qui fait quoi|quien hace que";

/// Parts of titles that name another table with letters.
pub(super) const OTHER_TITLES: &str = "\
     permission|access right|access matrix|access level|zugriffsrecht|berechtigung|droits d'acces|\
     permisos|crud|rag status|rag report|status report|project status|traffic light|ampel|\
     changelog|change log|release notes|risk register|raid log|vulnerab|rota|roster|shift plan|\
     schichtplan|dienstplan|attendance|anwesenheit|grades|gradebook|zeugnis|survey|\
     questionnaire|quiz|glossary|glossar|abc analysis|test results|blood|data dictionary|\
     classification of|evaluation of|score card|scorecard";

/// Words of which times are made.
pub(super) const TIMES: &str = "\
     mon|tue|wed|thu|fri|sat|sun|tues|weds|thur|thurs|monday|tuesday|wednesday|thursday|friday|\
     saturday|sunday|mo|di|mi|do|fr|sa|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|\
     sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|\
     viernes|sabado|domingo|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|\
     february|march|april|june|july|august|september|october|november|december|januar|februar|\
     marz|mai|juni|juli|oktober|dezember|janvier|fevrier|mars|avril|juin|juillet|aout|octobre|\
     novembre|decembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|\
     noviembre|diciembre|week|kw|woche|semaine|semana|day|tag|jour|dia|month|monat|mois|mes|\
     quarter|quartal|trimestre|year|jahr|hour|am|pm";

/// Beginnings of words by which legends explain R, A, C and I, beside the words themselves.
pub(super) const STEMS: &str = "\
     r respons|r verantw|r does|r runs|r real|r execut|r durchf|r carries|r ejecut|a account|\
     a approv|a author|a answer|a aprueb|a aprov|a approb|a owns|a rechens|a genehm|a signs|\
     a rend|a rinde|c consult|c contrib|c konsult|c asked|c is asked|c beraten|c confer|c gives|\
     i inform|i input|i kept|i told|i is told|i notif|s support|s unterst|s helps|s apoy|s assist";

/// What stands in cells that say how much, or whether.
pub(super) const LEVELS: &str = "\
     high|medium|low|critical|moderate|severe|minor|major|very high|very low|yes|no|true|false|\
     done|open|closed|pending|ok|pass|fail|passed|failed|hoch|mittel|niedrig|gering|kritisch|\
     ja|nein|erledigt|eleve|moyen|faible|critique|oui|non|alto|medio|bajo|baja|alta|si|sim|nao|\
     always|never|sometimes|often|required|optional|full|partial|read|write|red|amber|green";

/// Words that explain what a letter is, and stand in no name.
pub(super) const EXPLAINING: &str = "\
     is|are|does|do|who|whoever|whom|answers|exactly|must|should|gets|wer|wird|macht|ist|sind|qui|\
     est|fait|quien|hace|es|number|person(s)|someone|anyone|people|those|their|they|can|may|has|\
     have|will|any|the";
