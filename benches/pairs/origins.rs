//! Names of another set: of other people than those of the tests of search, and of Febrl, by where families came from.

use super::people::Dice;

/// Families that came from one place: how many of a hundred people, their surnames, the forenames of men and of women, the most
/// usual first.
pub struct Origin {
    pub percent: usize,
    pub surnames: &'static str,
    pub men: &'static str,
    pub women: &'static str,
}

pub const ORIGINS: &[Origin] = &[
    Origin {
        percent: 58,
        surnames: "Carter Phillips Mitchell Anderson Richardson Cox Gray Ellis Simpson Chapman Foster Mason Reynolds Gibson Howard \
Ford Hamilton Graham Pearson Saunders Lawrence Armstrong Hart Elliott Payne Lane Harper Burton Newton Walsh Spencer Reid Fox Gill \
Bradley Dawson Gordon Lambert Carr Nicholson Henderson Robertson Paterson Ferguson Sinclair Buchanan Gallagher Doherty Brennan Nolan \
Quinn Flynn McCarthy McLaughlin O'Connor O'Sullivan Fitzgerald Cunningham Pritchard Bowen Vaughan Beynon Probert Hopkins Ackroyd \
Bagshaw Bradshaw Broadbent Clegg Cartwright Crabtree Dewhurst Entwistle Fairclough Fothergill Greenhalgh Hargreaves Haigh Hebblethwaite \
Illingworth Jagger Kershaw Lumb Metcalfe Micklethwaite Naylor Ogden Openshaw Pickersgill Priestley Ramsbottom Rawnsley Satterthwaite \
Schofield Shackleton Sutcliffe Tattersall Tetlow Thwaites Uttley Wadsworth Walmsley Whitaker Wigglesworth Womersley Yeadon Abbott Alcock \
Baxter Beckett Birch Blackburn Blackwell Booth Bowles Brewster Bullock Burgess Burrows Buxton Calvert Chadwick Chilvers Church Clayton \
Coates Coleman Collier Copeland Cowan Crosby Crowther Curtis Dale Daniels Denton Dickinson Draper Duffy Dyer Eccles Emery Farmer Faulkner \
Fenwick Finch Fletcher Forster Frost Gardiner Garner Gilbert Goddard Goodwin Gough Greaves Gregory Gunn Hale Hancock Hanson Harding \
Hartley Haynes Heath Herbert Hewitt Hickman Higgins Hobbs Hodgson Holloway Hooper Horton Hurst Ingham Jarvis Jennings Jessop Keen Kemp \
Kendall Kirby Kirk Lacey Langley Leach Lloyd Lowe Lucas Mellor Middleton Miles Moss Mullins Neal Norris Oakley Osborne Page Parsons Peacock \
Pearce Perkins Pickering Pike Poole Potter Pratt Preston Proctor Pugh Radford Ramsden Rhodes Riley Rowe Rushton Savage Sharp Sheldon Shepherd \
Skinner Slater Stanley Steele Stephenson Stevenson Stokes Summers Sutton Swift Sykes Thorne Townsend Tyler Vickers Wade Wallis Warner Waters \
Weston Wheeler Whitehead Wilkins Wilkinson Winter Woods Yates",
        men: "Jack Oliver Harry George Charles Adam Ben Callum Nathan Jamie Joshua Samuel Joseph Benjamin Alexander Philip Ian Graham Neil \
Stuart Keith Colin Barry Roger Alan Brian Derek Kenneth Raymond Terence Dennis Norman Leslie Gordon Russell Martin Nigel Carl Adrian Tony \
Damian Dominic Rhys Gareth Owen Ewan Fraser Gavin Alistair Declan Brendan Patrick Kieran Aidan Bradley Reece Josh Lewis Aaron Tyler Corey \
Brett Clive Howard Edmund Francis Frederick Gerald Harold Leonard Maurice Neville Rodney Rupert Sidney Stanley Vincent Walter Wilfred",
        women: "Charlotte Olivia Amelia Sophie Chloe Megan Jessica Lauren Hannah Bethany Gemma Kirsty Hayley Leanne Donna Tracey Sharon Julie \
Deborah Jacqueline Christine Patricia Janet Linda Carol Angela Maureen Pamela Sandra Wendy Diane Lorraine Gillian Heather Claire Natalie Zoe \
Victoria Helen Alison Fiona Lynn Tina Dawn Beverley Cheryl Jodie Kayleigh Abigail Georgina Harriet Imogen Philippa Rosemary Frances Bridget \
Eileen Kathleen Maeve Orla Sinead Rhiannon Bronwen Cerys Morag Shona Isla Eleanor Alexandra Theresa Josephine Winifred Dorothy Edith",
    },
    Origin {
        percent: 15,
        surnames: "Akhtar Bibi Bashir Farooq Ghani Haq Javed Latif Mahmood Mirza Nawaz Raza Rehman Saleem Siddiqui Tahir Yasin Zaman Aslam Butt \
Chaudhry Dar Gill Sandhu Dhillon Sidhu Grewal Bains Atwal Johal Purewal Sekhon Virk Bhatti Sharma Verma Gupta Joshi Desai Parmar Solanki \
Chauhan Rathod Vaghela Bhatt Trivedi Pandya Thakkar Lakhani Modhwadia Odedra Karavadra Islam Hoque Alam Karim Sarkar Talukdar Bhuiyan",
        men: "Usman Asif Nadeem Shahid Waqar Zubair Faisal Kashif Adnan Khalid Rashid Sajid Tahir Junaid Hamza Haroon Salman Irfan Arif Naveed \
Amarjit Baljit Charanjit Daljit Gurdeep Hardeep Inderjit Kulwinder Paramjit Ranjit Satnam Sukhwinder Tarlochan Ashok Bharat Dinesh Hitesh \
Jignesh Kiran Mahesh Nilesh Pankaj Rakesh Sunil Vinod Shafiq Rafiq Mizan Shahin Jahangir Anwar",
        women: "Aisha Nasreen Shabana Rubina Saima Samina Nazia Farzana Rukhsana Shazia Parveen Tahira Yasmin Sadia Mariam Jasbir Kulvinder \
Manpreet Navdeep Parminder Rajinder Simran Surinder Sunita Anita Bhavna Daksha Hina Jyoti Kavita Meena Nisha Pooja Rekha Sonal Urvashi \
Nasima Rahima Salma Shahana",
    },
    Origin {
        percent: 9,
        surnames: "Lewandowski Kamiński Szymański Dąbrowski Jankowski Mazur Krawczyk Grabowski Pawłowski Michalski Wróbel Jabłoński Stępień \
Malinowski Jaworski Pietrzak Walczak Szewczyk Kazlauskas Petrauskas Jankauskas Butkus Ozols Berzins Kalnins Dumitru Stoica Gheorghe Rusu \
Munteanu Horvath Balogh Farkas Szabo Dvořák Svoboda Ivanov Dimitrov Georgiev Stoyanov Hoxha Gashi Krasniqi",
        men: "Marcin Paweł Michał Grzegorz Rafał Adrian Dariusz Zbigniew Sławomir Mariusz Robert Kamil Damian Radosław Jarosław Mindaugas \
Tomas Darius Andris Janis Gheorghe Florin Cristian Marius Bogdan Constantin Istvan Laszlo Attila Jiri Pavel Georgi Plamen Agron Besnik",
        women: "Joanna Ewa Monika Małgorzata Aleksandra Justyna Beata Dorota Iwona Renata Sylwia Kinga Daiva Rasa Inga Elena Ioana Mihaela \
Cristina Andreea Eszter Ildiko Lenka Petra Desislava Mirela",
    },
    Origin {
        percent: 10,
        surnames: "Okonkwo Okoye Eze Obi Adebayo Ogunleye Afolabi Oyelaran Bello Danjuma Boateng Asante Owusu Appiah Amoah Asamoah Kamara \
Sesay Koroma Conteh Moyo Ncube Dube Sibanda Chikwanha Warsame Farah Jama Yusuf Aden Hersi Osman Guled Tesfai Gebremedhin Haile Mutombo \
Kabila Banda Phiri Otieno Wanjiru Mwangi Gordon Bailey Douglas Barrett Henry Reid Sterling Pinnock Bogle Grandison",
        men: "Chukwuma Ikechukwu Obinna Uchenna Olumide Babatunde Segun Femi Kayode Kwabena Kwaku Yaw Kojo Ebenezer Emmanuel Prince Tendai \
Tapiwa Farai Abdirahman Abdullahi Mahad Liban Ayanle Hussein Yusuf Filmon Samuel Bereket Patrice Jean Brian Everton Lloyd Clinton Desmond \
Rohan Dwayne Andre Jerome",
        women: "Ngozi Ifeoma Chinwe Amaka Folake Yetunde Titilayo Abena Akosua Ama Efua Comfort Patience Precious Rudo Tsitsi Hodan Sahra Ifrah \
Fadumo Hawa Selam Saba Marie Claudette Marcia Beverley Sonia Paulette Natasha",
    },
    Origin {
        percent: 8,
        surnames: "Haddad Khoury Nasser Aziz Karimi Rezaei Hosseini Ahmadi Mohammadi Rasul Barzani Hama Salih Demir Yilmaz Kaya Celik Lam Cheung \
Leung Ho Lau Huang Zhao Wu Zhou Pham Le Vu Bui Dang Perera Fernando Sivakumar Rajan Pereira Ferreira Rodrigues Costa Oliveira Carvalho Lopes \
Garcia Fernandez Rossi Esposito",
        men: "Karim Samir Walid Tarek Mustafa Reza Mehdi Hamid Azad Rebaz Karwan Mehmet Murat Emre Ka Siu Kin Jian Feng Minh Duc Hung Nuno Rui \
Pedro Tiago Miguel Antonio Luca Marco Siva Ravi",
        women: "Layla Noor Rania Mina Shirin Narges Shilan Elif Zeynep Ayse Lai Siu Yuen Fang Xia Linh Hoa Lan Ana Sofia Teresa Ines Lucia \
Giulia Nadia Rosa",
    },
];

/// How some are called, other than their papers say.
pub const CALLED: &[(&str, &[&str])] = &[
    ("Charles", &["Charlie", "Chas"]),
    ("Benjamin", &["Ben", "Benny"]),
    ("Joshua", &["Josh"]),
    ("Samuel", &["Sam", "Sammy"]),
    ("Joseph", &["Joe", "Joey"]),
    ("Alexander", &["Alex", "Sandy", "Xander"]),
    ("Philip", &["Phil", "Pip"]),
    ("Terence", &["Terry", "Tel"]),
    ("Kenneth", &["Ken", "Kenny"]),
    ("Raymond", &["Ray"]),
    ("Leslie", &["Les"]),
    ("Frederick", &["Fred", "Freddie"]),
    ("Gerald", &["Gerry", "Ged"]),
    ("Leonard", &["Len", "Lenny"]),
    ("Patrick", &["Paddy", "Pat"]),
    ("Vincent", &["Vinny", "Vince"]),
    ("Francis", &["Frank", "Frankie"]),
    ("Russell", &["Russ"]),
    ("Stuart", &["Stu"]),
    ("Bradley", &["Brad"]),
    ("Deborah", &["Debbie", "Debs"]),
    ("Jacqueline", &["Jackie", "Jacqui"]),
    ("Christine", &["Chris", "Chrissie"]),
    ("Patricia", &["Pat", "Trish", "Tricia"]),
    ("Victoria", &["Vicky", "Tori"]),
    ("Jessica", &["Jess"]),
    ("Abigail", &["Abi", "Gail"]),
    ("Bethany", &["Beth"]),
    ("Charlotte", &["Lottie", "Charlie"]),
    ("Kathleen", &["Kath", "Kathy"]),
    ("Theresa", &["Terri", "Tess"]),
    ("Pamela", &["Pam"]),
    ("Sandra", &["Sandie"]),
    ("Angela", &["Angie", "Ange"]),
    ("Natalie", &["Nat"]),
    ("Georgina", &["Georgie", "Gina"]),
    ("Beverley", &["Bev"]),
    ("Kulwinder", &["Kully"]),
    ("Sukhwinder", &["Sukhy"]),
    ("Gurdeep", &["Gaz"]),
    ("Hardeep", &["Harry"]),
    ("Abdirahman", &["Abdi"]),
    ("Emmanuel", &["Manny"]),
    ("Constantin", &["Costel"]),
    ("Grzegorz", &["Greg"]),
    ("Aleksandra", &["Ola"]),
    ("Michał", &["Michal", "Mike"]),
    ("Antonio", &["Toni"]),
];

/// Beginnings and ends of surnames that hardly anybody has.
const RARE: (&str, &str) = (
    "Thistle Hazel Birken Copple Skel Ramp Stave Ul Os Had Win Arm Tren Pol Pen Tre Ros Ber Cal Dal Eil Fal Gel Hep Ket Lam Mot Net Rip \
Sed Tan Wen Bick Cruck Dunk Frod Grim Hask Kirk",
    "thwaite holme erley nard ester lock mere dale gill garth low hope cote stall bank rigg den ers ing ell ard ett over lake side water \
combe wyn vose is",
);

/// One of a list, the first far more often.
pub fn usual<'a>(list: &'a str, dice: &mut Dice) -> &'a str {
    let count = list.split_whitespace().count();
    let at = if dice.percent(60) {
        dice.skewed(count)
    } else {
        dice.below(count)
    };
    list.split_whitespace().nth(at).unwrap_or("")
}

/// A surname of this origin.
pub fn surname(origin: &Origin, dice: &mut Dice) -> String {
    let rare = origin.percent > 50 && dice.percent(35);
    if !rare {
        return usual(origin.surnames, dice).to_owned();
    }
    let any = |list: &str, dice: &mut Dice| {
        let all: Vec<&str> = list.split_whitespace().collect();
        dice.of(&all).to_owned()
    };
    format!("{}{}", any(RARE.0, dice), any(RARE.1, dice))
}

/// Where somebody's family came from.
pub fn origin(dice: &mut Dice) -> &'static Origin {
    let mut at = dice.below(100);
    for origin in ORIGINS {
        match at.checked_sub(origin.percent) {
            Some(left) => at = left,
            None => return origin,
        }
    }
    &ORIGINS[0]
}
