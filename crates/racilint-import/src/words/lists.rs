//! The lists of words, folded: lower case, without accents. Each is one string, its entries parted
//! by bars, so that it can be read.

/// Words for R.
pub(super) const RESPONSIBLE: &str = "\
     responsible|responsable|responsavel|responsaveis|responsabile|verantwortlich|\
     durchfuhrungsverantwortlich|durchfuhrung|durchfuhrend|ausfuhrend|realisiert|realise|\
     realisateur|ejecutor|executor|executante|uitvoerend|verantwoordelijk|zustandig|\
     ansvarlig|does the work|doer";

/// Words for A.
pub(super) const ACCOUNTABLE: &str = "\
     accountable|rechenschaftspflichtig|gesamtverantwortlich|gesamtverantwortung|\
     ergebnisverantwortlich|genehmigt|genehmiger|approbateur|approuve|autorite|rend compte|\
     aprobador|aprueba|rinde cuentas|quien rinde cuentas|aprovador|autoridade|autoridad|\
     responsabiliza|responsabilizado|presta contas|prestador de contas|approvatore|\
     eindverantwoordelijk|aansprakelijk|owns the outcome";

/// Words for S.
pub(super) const SUPPORT: &str = "\
     support|supports|supporting|supportive|unterstutzend|unterstutzt|mitwirkend|apoyo|apoya|\
     apoio|soutien|soporte|suporte|supporto|ondersteunend";

/// Words for C.
pub(super) const CONSULTED: &str = "\
     consulted|consult|consulta|consultado|consultada|consultato|consulte|consultee|\
     konsultiert|zu konsultieren|beratend|befragt|geraadpleegd|geconsulteerd";

/// Words for I.
pub(super) const INFORMED: &str = "\
     informed|inform|informado|informada|informato|informata|informe|informee|informiert|\
     zu informieren|geinformeerd|informeras";

/// What is written where nobody is meant.
pub(super) const NOBODY: &str = "\
     -|–|—|--|---|----|—-|/|//|.|..|...|…|n/a|n.a.|na|n.a|n/z|none|nil|keine|keiner|aucun|\
     ninguno|nenhum|geen|_|−|‐|‑|ø|∅|not applicable|nicht zutreffend|no aplica|nao aplicavel|\
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
